import json
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django.fixtures import Settings

from conftest import NOON
from zhishou.notify.channels.dingtalk.transport import DingTalk, DingTalkForm, signature
from zhishou.notify.channels.recording.letters import a_letter
from zhishou.notify.channels.recording.server import Asked, Reply, listening
from zhishou.notify.rules import Outcome

DETAILS = {"token": "a1b2c3d4e5f6a7b8", "secret": "SECdeadbeef"}


def robot(asked: Asked) -> Reply:
    """Answer as DingTalk does: 200 always, the signature checked after decoding the address once."""
    query = parse_qs(urlsplit(asked.path).query)
    right = signature(DETAILS["secret"], timestamp_ms=int(query["timestamp"][0]))
    code = 0 if query["sign"] == [right] and query["access_token"] == [DETAILS["token"]] else 310000
    return Reply(body=json.dumps({"errcode": code, "errmsg": "sign not match" if code else "ok"}).encode())


def test_the_signature_is_the_one_that_the_robot_computes(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(robot) as server:
        settings.DINGTALK_ROBOT_URL = f"{server.url}/robot/send"
        receipt = DingTalk().send(a_letter(), details=DETAILS, at=NOON)

    assert receipt.outcome is Outcome.DELIVERED, receipt
    assert json.loads(server.asked[0].body)["text"]["content"].startswith("值班呼叫\n\n网站打不开")


@pytest.mark.parametrize(
    ("secret", "timestamp_ms", "expected"),
    [("SECdeadbeef", 1678852800000, "ad6cphMbiFjOBksMRev/gKSHhZYLfHm0y5w72/sjeik=")],
)
def test_the_signature_keeps_its_form(secret: str, timestamp_ms: int, expected: str) -> None:
    assert signature(secret, timestamp_ms=timestamp_ms) == expected


def test_a_wrong_secret_is_given_up_at_once(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(robot) as server:
        settings.DINGTALK_ROBOT_URL = server.url
        receipt = DingTalk().send(a_letter(), details={**DETAILS, "secret": "SECother"}, at=NOON)

    assert receipt.outcome is Outcome.PERMANENT


def test_the_token_is_taken_out_of_the_address() -> None:
    form = DingTalkForm({"token": f"https://oapi.dingtalk.com/robot/send?access_token={DETAILS['token']}"})

    assert form.is_valid()
    assert form.details() == {"token": DETAILS["token"], "secret": ""}
