import json
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from conftest import NOON
from zhishou.notify.channels.matrix.transport import Matrix, MatrixForm
from zhishou.notify.channels.recording.letters import a_letter
from zhishou.notify.channels.recording.server import Reply, listening
from zhishou.notify.rules import Outcome

ROOM = {"room": "!abc:example.org", "token": "syt_secret_token"}


def test_it_puts_a_message_under_our_key(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(lambda _: Reply(body=b'{"event_id":"$1"}')) as server:
        receipt = Matrix().send(a_letter(), details={**ROOM, "server": server.url}, at=NOON)

    assert receipt.outcome is Outcome.DELIVERED
    [asked] = server.asked
    assert asked.method == "PUT"
    assert asked.path == f"/_matrix/client/v3/rooms/%21abc%3Aexample.org/send/m.room.message/{a_letter().key}"
    assert asked.headers["Authorization"] == "Bearer syt_secret_token"
    assert json.loads(asked.body)["msgtype"] == "m.text"


@pytest.mark.parametrize(
    ("reply", "outcome", "wait"),
    [
        pytest.param(Reply(status=403), Outcome.PERMANENT, None, id="not in the room"),
        pytest.param(
            Reply(status=429, body=b'{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":90000}'),
            Outcome.TEMPORARY,
            timedelta(seconds=90),
            id="too many",
        ),
        pytest.param(Reply(status=500), Outcome.TEMPORARY, None, id="broken"),
    ],
)
def test_the_server_says_whether_and_when_to_try_again(
    settings: Settings, reply: Reply, outcome: Outcome, wait: timedelta | None
) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)

    with listening(lambda _: reply) as server:
        receipt = Matrix().send(a_letter(), details={**ROOM, "server": server.url}, at=NOON)

    assert (receipt.outcome, receipt.retry_after) == (outcome, wait)


def test_a_server_inside_is_refused_by_the_form() -> None:
    form = MatrixForm({**ROOM, "server": "http://127.0.0.1:8008"})

    assert "server" in form.errors
