import json

import pytest
from pytest_django.fixtures import Settings

from conftest import NOON
from zhishou.notify.channels.feishu.transport import Feishu, FeishuForm, signature
from zhishou.notify.channels.recording.letters import a_letter
from zhishou.notify.channels.recording.server import Asked, Reply, listening
from zhishou.notify.rules import Outcome

DETAILS = {"token": "0bd2ff96-4c7f-4ac4-9a4c-000000000000", "secret": "feishu-secret"}


def robot(asked: Asked) -> Reply:
    sent = json.loads(asked.body)
    right = sent.get("sign") == signature(DETAILS["secret"], timestamp=int(sent["timestamp"]))
    return Reply(body=json.dumps({"code": 0 if right else 19021, "msg": "ok" if right else "sign"}).encode())


def test_it_posts_rich_text_in_which_no_mark_is_read(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(robot) as server:
        settings.FEISHU_ROBOT_URL = f"{server.url}/hook"
        body = '<at user_id="all">all</at>'
        receipt = Feishu().send(a_letter(body=body), details=DETAILS, at=NOON)

    assert receipt.outcome is Outcome.DELIVERED, receipt
    post = json.loads(server.asked[0].body)["content"]["post"]["zh_cn"]
    assert post["title"] == "值班呼叫"
    assert post["content"][0] == [{"tag": "text", "text": body}]


def test_the_signature_keeps_its_form() -> None:
    assert signature("feishu-secret", timestamp=1678852800) == "fKRkZ7p+csJDoVMGHtGCTfSk8kgBfGB1gDiUnQprgPc="


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        pytest.param(b'{"code":19024,"msg":"Key Words Not Found"}', Outcome.PERMANENT, id="keyword"),
        pytest.param(b'{"code":11232,"msg":"frequency limited"}', Outcome.TEMPORARY, id="too many"),
    ],
)
def test_a_robot_that_answers_200_may_still_refuse(settings: Settings, body: bytes, outcome: Outcome) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(lambda _: Reply(body=body)) as server:
        settings.FEISHU_ROBOT_URL = server.url
        assert Feishu().send(a_letter(), details=DETAILS, at=NOON).outcome is outcome


def test_the_token_is_taken_out_of_the_address() -> None:
    form = FeishuForm({"token": f"https://open.feishu.cn/open-apis/bot/v2/hook/{DETAILS['token']}"})

    assert form.is_valid()
    assert form.details() == {"token": DETAILS["token"], "secret": ""}
