import hashlib
import hmac
import json
import urllib.request
from typing import Any

import pytest

from conftest import NOON
from tests.apart import run_apart
from tests.servers import SECRET, Service
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import Talk, ask, garbage, saying, serving, silent
from zhishou.systems.rules.observing import Observation, Option, Outcome


def say(server: Service, path: str, body: dict[str, Any] | None = None, *, token: str = "") -> dict[str, Any]:
    request = urllib.request.Request(
        f"http://{server.address}/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
        found: dict[str, Any] = json.loads(answer.read())
    return found


def account(server: Service, name: str) -> str:
    """Make an account as an operator of the server does; return its token."""
    nonce = say(server, "_synapse/admin/v1/register")["nonce"]
    words = f"{nonce}\0{name}\0{SECRET}\0notadmin".encode()
    mac = hmac.new(SECRET.encode(), words, hashlib.sha1).hexdigest()
    body = {"nonce": nonce, "username": name, "password": SECRET, "admin": False, "mac": mac}
    return str(say(server, "_synapse/admin/v1/register", body)["access_token"])


@pytest.fixture(scope="session")
def room(matrix_server: Service) -> tuple[str, str]:
    """Return a room of the probe's own, and its token; as long as its server, which knows the account once."""
    token = account(matrix_server, "probe")
    return str(say(matrix_server, "_matrix/client/v3/createRoom", {}, token=token)["room_id"]), token


def look(server: Service, check: str, *, token: str = "", **options: Option) -> Observation:
    secrets = {"token": token} if token else {}
    wanted = ask(check, f"http://{server.address}", options=options, secrets=secrets, timeout_s=20)
    return run_apart(observe(kind="matrix", ask=wanted, at=NOON))


def test_a_real_chat_server_answers_and_its_doors_are_closed(matrix_server: Service) -> None:
    assert look(matrix_server, "M-01").outcome is Outcome.MEASURED
    assert look(matrix_server, "M-03").value == 0


def test_a_message_is_sent_and_seen_to_arrive(matrix_server: Service, room: tuple[str, str]) -> None:
    name, token = room

    seen = look(matrix_server, "M-05", token=token, room=name)

    assert seen.outcome is Outcome.MEASURED, seen
    assert 0 < (seen.value or 0) < 20


def test_an_account_that_is_in_one_room_needs_not_be_told_which(
    matrix_server: Service, room: tuple[str, str]
) -> None:
    assert look(matrix_server, "M-05", token=room[1]).outcome is Outcome.MEASURED
    token = account(matrix_server, "nowhere")

    seen = look(matrix_server, "M-05", token=token)

    assert (seen.outcome, "options.room" in str(seen.words)) == (Outcome.UNKNOWN, True)


def test_a_wrong_token_fails_without_being_shown_and_none_is_unknown(
    matrix_server: Service, room: tuple[str, str]
) -> None:
    seen = look(matrix_server, "M-05", token="syt_wrong", room=room[0])

    assert seen.outcome is Outcome.FAILED
    assert "syt_wrong" not in repr(seen)
    assert look(matrix_server, "M-05", room=room[0]).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "talk",
    [
        pytest.param(garbage, id="garbage"),
        pytest.param(silent, id="silent"),
        pytest.param(saying("[]"), id="a list"),
    ],
)
def test_what_is_no_chat_server_fails_in_time(talk: Talk) -> None:
    async def run() -> Observation:
        async with serving(talk) as place:
            return await observe(kind="matrix", ask=ask("M-01", f"http://{place}", timeout_s=0.5), at=NOON)

    assert run_apart(run()).outcome is Outcome.FAILED


def test_open_doors_are_counted() -> None:
    async def run() -> Observation:
        async with serving(saying("{}")) as place:
            return await observe(kind="matrix", ask=ask("M-03", f"http://{place}"), at=NOON)

    assert run_apart(run()).value == 3


@pytest.mark.parametrize(
    ("rooms", "outcome"),
    [
        pytest.param(["!own:office.example"], Outcome.MEASURED, id="one room"),
        pytest.param([], Outcome.UNKNOWN, id="in none yet"),
        pytest.param(["!a:office.example", "!b:office.example"], Outcome.UNKNOWN, id="which of two"),
        pytest.param(7, Outcome.UNKNOWN, id="no list"),
    ],
)
def test_the_room_of_an_account_is_asked_for_where_none_is_named(rooms: object, outcome: Outcome) -> None:
    answer = json.dumps({"joined_rooms": rooms, "event_id": "$1", "chunk": [{"event_id": "$1"}]})

    async def run() -> Observation:
        async with serving(saying(answer)) as place:
            wanted = ask("M-05", f"http://{place}", secrets={"token": "xbp_1"}, timeout_s=20)
            return await observe(kind="matrix", ask=wanted, at=NOON)

    assert run_apart(run()).outcome is outcome
