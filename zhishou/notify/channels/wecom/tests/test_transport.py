import json

import pytest
from pytest_django.fixtures import Settings

from conftest import NOON
from zhishou.notify.channels.recording.letters import a_letter
from zhishou.notify.channels.recording.server import Reply, listening
from zhishou.notify.channels.wecom.transport import MOST_BYTES, WeCom, WeComForm
from zhishou.notify.rules import Outcome

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


def test_it_posts_plain_text_and_calls_nobody(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(lambda _: Reply(body=b'{"errcode":0,"errmsg":"ok"}')) as server:
        settings.WECOM_ROBOT_URL = f"{server.url}/cgi-bin/webhook/send"
        letter = a_letter(body="<@all> 网站打不开" + "啊" * 3000)
        receipt = WeCom().send(letter, details={"key": KEY}, at=NOON)

    assert receipt.outcome is Outcome.DELIVERED
    assert server.asked[0].path == f"/cgi-bin/webhook/send?key={KEY}"
    sent = json.loads(server.asked[0].body)
    assert sent["msgtype"] == "text"
    assert "<@all>" not in sent["text"]["content"]
    assert len(sent["text"]["content"].encode()) <= MOST_BYTES
    assert sent["text"]["content"].endswith(f"啊…\n\n{letter.link}"), "what is cut is never the link"


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        pytest.param(Reply(body=b'{"errcode":93000,"errmsg":"invalid"}'), Outcome.PERMANENT, id="no such robot"),
        pytest.param(Reply(body=b'{"errcode":45009,"errmsg":"freq"}'), Outcome.TEMPORARY, id="too many"),
        pytest.param(Reply(body=b"<html>portal</html>"), Outcome.TEMPORARY, id="a portal's page, 200 all the same"),
        pytest.param(Reply(status=502), Outcome.TEMPORARY, id="proxy"),
    ],
)
def test_a_robot_that_answers_200_may_still_refuse(settings: Settings, reply: Reply, outcome: Outcome) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(lambda _: reply) as server:
        settings.WECOM_ROBOT_URL = server.url
        receipt = WeCom().send(a_letter(), details={"key": KEY}, at=NOON)

    assert receipt.outcome is outcome


@pytest.mark.parametrize("pasted", [KEY, f" https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY} "])
def test_the_key_is_taken_out_of_the_address(pasted: str) -> None:
    form = WeComForm({"key": pasted})

    assert form.is_valid()
    assert form.details() == {"key": KEY}


def test_another_address_is_refused() -> None:
    assert not WeComForm({"key": "https://evil.example/?key=../../x"}).is_valid()
