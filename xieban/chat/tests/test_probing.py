"""An outside watch speaks in a room of its own by a key that is good for nothing else, through the real gate."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import Any

import pytest
from django.utils import timezone

from jishi.refusals.door import NotThere
from xieban.chat.actions.forgetting import forget_what_watches_said
from xieban.chat.actions.probing import (
    KeyIsThere,
    TooOften,
    UnknownKey,
    WrongProbeName,
    answer_probe,
    end_probe_key,
    make_probe_key,
)
from xieban.chat.models import Message, ProbeKey
from xieban.chat.queries.health import CHAT
from xieban.chat.queries.probing import probe_of
from xieban.chat.queries.server import CLIENT, ServerRefuses, address_of, ask, quoted
from xieban.chat.rules import room_of
from xieban.chat.rules.names import KEEPER, Kind
from xieban.chat.rules.probing import EVERY, LONGEST, wished
from xieban.chat.tests.synapse import Pushes
from xieban.chat.tests.test_talking import push
from xieban.tests.cast import NOON

with_server = [pytest.mark.chat_server, pytest.mark.one_engine, pytest.mark.django_db(transaction=True)]
A_YEAR = timedelta(days=365)
PATHS = f"{CLIENT}/joined_rooms"


def made(*, name: str = "zhishou", anew: bool = False, at: datetime) -> str:
    return make_probe_key(name=name, expires_at=at + A_YEAR, anew=anew, at=at)[1]


def asked(gate: str, method: str, path: str, *, key: str, body: object = None) -> tuple[int, dict[str, Any]]:
    connection = HTTPConnection(gate.removeprefix("http://"), timeout=20)
    told = None if body is None else json.dumps(body)
    connection.request(method, path, told, {"Authorization": f"Bearer {key}"})
    answer = connection.getresponse()
    found = answer.status, json.loads(answer.read() or b"{}")
    connection.close()
    return found


def room_for(gate: str, key: str) -> str:
    status, told = asked(gate, "GET", PATHS, key=key)
    assert status == 200
    (room,) = told["joined_rooms"]
    return str(room)


def say(gate: str, room: str, name: str, words: object, *, key: str) -> tuple[int, dict[str, Any]]:
    ProbeKey.objects.update(last_used_at=None)  # the second between two messages has passed
    path = f"{CLIENT}/rooms/{quoted(room)}/send/m.room.message/{name}"
    return asked(gate, "PUT", path, key=key, body=words)


class TestThroughTheGate:
    pytestmark = with_server

    def test_a_watch_finds_its_room_says_something_and_sees_it_arrive(
        self, gate: str, chat: Callable[[], None], pushes: Pushes
    ) -> None:
        key = made(at=timezone.now())
        assert asked(gate, "GET", PATHS, key=key) == (200, {"joined_rooms": []})
        chat()
        room = room_for(gate, key)

        words = {"msgtype": "m.image", "body": "探" * 300, "url": "mxc://office.example/of-somebody"}
        status, told = say(gate, room, "1", words, key=key)

        assert status == 200
        _status, page = asked(gate, "GET", f"{CLIENT}/rooms/{quoted(room)}/messages?dir=f&limit=900", key=key)
        (mine,) = [one for one in page["chunk"] if one["event_id"] == told["event_id"]]
        assert mine["content"] == {"msgtype": "m.notice", "body": "探" * LONGEST}, "and nothing else that was sent"
        assert push(pushes, told["event_id"]) == 200
        assert not Message.objects.exists(), "what a watch says is no message of people"
        assert CHAT.look(timezone.now()).figures["rooms_wrong"] == 0

    def test_its_key_opens_nothing_else(self, gate: str, chat: Callable[[], None]) -> None:
        now = timezone.now()
        key, other = made(at=now), made(name="other", at=now)
        chat()
        room, theirs = room_for(gate, key), room_for(gate, other)
        department = ask("POST", f"{CLIENT}/createRoom", room_of(name="救援处", kind=Kind.DEPARTMENT, key="d"))[
            "room_id"
        ]
        assert len({room, theirs, department}) == 3
        mine = f"{CLIENT}/rooms/{quoted(room)}"

        for method, path in (
            ("GET", f"{CLIENT}/sync"),
            ("GET", f"{CLIENT}/account/whoami"),
            ("GET", f"{CLIENT}/rooms/{quoted(department)}/messages"),
            ("GET", f"{CLIENT}/rooms/{quoted(theirs)}/messages"),
            ("PUT", f"{CLIENT}/rooms/{quoted(department)}/send/m.room.message/1"),
            ("PUT", f"{mine}/send/m.room.redaction/1"),
            ("PUT", f"{mine}/state/m.room.name"),
            ("POST", f"{mine}/invite"),
            ("GET", f"{mine}/members"),
            ("POST", f"{CLIENT}/createRoom"),
            ("POST", f"{CLIENT}/user_directory/search"),
            ("GET", "/_matrix/client/v1/media/download/office.example/x"),
            ("POST", "/_matrix/media/v3/upload"),
        ):
            assert asked(gate, method, path, key=key, body={})[0] == 403, path
        assert asked(gate, "GET", "/_synapse/admin/v2/users", key=key)[0] == 404
        assert asked(gate, "GET", f"{PATHS}?user_id={quoted(address_of(KEEPER))}", key=key)[1] == {
            "joined_rooms": [room]
        }

    def test_one_that_was_ended_renewed_or_made_up_opens_nothing_from_then_on(
        self, gate: str, chat: Callable[[], None]
    ) -> None:
        now = timezone.now()
        first = made(at=now)
        chat()
        room = room_for(gate, first)

        second = made(anew=True, at=now)

        assert asked(gate, "GET", PATHS, key=first)[0] == 401
        assert room_for(gate, second) == room, "another key, the same room"
        end_probe_key(name="zhishou", at=now)
        for key in (second, f"{second[:-1]}~", "xbp_", "xbp_0123456789_x"):
            assert asked(gate, "GET", PATHS, key=key)[0] == 401, key

    def test_one_that_leaks_fills_no_disk_and_what_it_said_is_forgotten(
        self, gate: str, chat: Callable[[], None]
    ) -> None:
        key = made(at=timezone.now())
        chat()
        room = room_for(gate, key)
        said = [say(gate, room, str(number), {"body": "探测"}, key=key)[1]["event_id"] for number in range(3)]
        now = ProbeKey.objects.get().last_used_at
        assert now is not None
        again = wished("PUT", f"{CLIENT}/rooms/{quoted(room)}/send/m.room.message/9")

        with pytest.raises(TooOften):
            answer_probe(raw=key, wished=again, words="", address="", at=now + EVERY / 2)
        forget_what_watches_said(at=now + timedelta(days=2))

        def there() -> set[str]:
            chunk = ask("GET", f"{CLIENT}/rooms/{quoted(room)}/messages?dir=b&limit=50")["chunk"]
            return {one["event_id"] for one in chunk}

        until, left = timezone.now() + timedelta(seconds=20), set(said)
        while said[0] in left and timezone.now() < until:
            with suppress(ServerRefuses):  # while it forgets, it cannot always read
                left = there()
        assert set(said) & left == {said[2]}, "the server keeps the newest"


@pytest.mark.django_db
class TestKeys:
    def test_one_is_made_once_for_a_name_and_counts_until_it_expires(self) -> None:
        key = made(at=NOON)

        with pytest.raises(KeyIsThere):
            made(at=NOON)
        assert probe_of(key, at=NOON + A_YEAR - timedelta(seconds=1)) == ProbeKey.objects.get()
        assert probe_of(key, at=NOON + A_YEAR) is None
        assert made(at=NOON + A_YEAR), "one that has expired is in nobody's way"
        with pytest.raises(UnknownKey):
            answer_probe(raw=key, wished=None, words="", address="", at=NOON + A_YEAR)

    @pytest.mark.parametrize("name", ["", "两", "A", "a b", "-a", "a" * 41])
    def test_a_name_is_one(self, name: str) -> None:
        with pytest.raises(WrongProbeName):
            made(name=name, at=NOON)

    def test_one_that_is_not_there_is_not_ended(self) -> None:
        with pytest.raises(NotThere):
            end_probe_key(name="zhishou", at=NOON)
