"""The counter of every page: what others said since one came in and has not read, by the chat server's marks."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jishi.live.models import Announcement
from xieban.chat.actions.hearing import take_in
from xieban.chat.actions.reading import note_read
from xieban.chat.models import Account, Member, Room
from xieban.chat.queries.unread import NEWS, unread_count
from xieban.chat.rules.names import Kind
from xieban.chat.rules.receipts import receipts_in
from xieban.directory.models import Person
from xieban.tests.cast import NOON, Cast

HERE = "!here"


def join(person: Person, room: Room) -> None:
    Account.objects.get_or_create(person=person, address=f"@{person.username}:office.example")
    Member.objects.create(room=room, person=person, is_in=True, since=NOON)


@pytest.fixture
def room(cast: Cast) -> Room:
    room = Room.objects.create(kind=Kind.DEPARTMENT, key="d", address=HERE, name="救援处", made_at=NOON)
    for person in (cast.drafter, cast.department_head):
        join(person, room)
    return room


def say(event: str, by: Person, *, minutes: int = 1, room: str = HERE) -> None:
    moment = int((NOON + timedelta(minutes=minutes)).timestamp() * 1000)
    content = {"msgtype": "m.text", "body": f"话{event}"}
    sender = f"@{by.username}:office.example"
    told = {"type": "m.room.message", "room_id": room, "event_id": event, "sender": sender, "content": content}
    take_in([{**told, "origin_server_ts": moment}])


def receipt(event: str, by: Person, *, minutes: int = 60, kind: str = "m.read") -> dict[str, object]:
    moment = int((NOON + timedelta(minutes=minutes)).timestamp() * 1000)
    readers = {f"@{by.username}:office.example": {"ts": moment}}
    return {"type": "m.receipt", "room_id": HERE, "content": {event: {kind: readers}}}


def test_what_others_said_counts_until_it_is_read(cast: Cast, room: Room) -> None:
    for number in range(3):
        say(f"$e{number}", cast.department_head, minutes=number)
    assert [unread_count(cast.drafter), unread_count(cast.department_head)] == [3, 0]

    assert note_read([receipt("$e1", cast.drafter)]) == 1

    assert unread_count(cast.drafter) == 1
    assert note_read([receipt("$e0", cast.drafter)]) == 0, "a mark never goes back"
    assert unread_count(cast.drafter) == 1


def test_who_answers_has_read_what_was_said_before(cast: Cast, room: Room) -> None:
    say("$e1", cast.department_head)

    say("$e2", cast.drafter, minutes=2)

    assert [unread_count(cast.drafter), unread_count(cast.department_head)] == [0, 1]


def test_a_mark_at_something_that_is_no_message_counts_by_its_moment(cast: Cast, room: Room) -> None:
    say("$e1", cast.department_head, minutes=1)
    say("$e2", cast.department_head, minutes=9)

    note_read([receipt("$joined", cast.drafter, minutes=5, kind="m.read.private")])

    assert unread_count(cast.drafter) == 1


def test_what_was_said_before_one_came_and_where_one_is_no_longer_does_not_count(cast: Cast, room: Room) -> None:
    say("$early", cast.department_head, minutes=-5)
    say("$e1", cast.department_head)
    assert unread_count(cast.drafter) == 1
    assert unread_count(cast.clerk) == 0

    Member.objects.filter(person=cast.drafter).update(is_in=False)

    assert unread_count(cast.drafter) == 0


def test_open_pages_hear_of_it_and_ask_for_the_counter(cast: Cast, room: Room, client: Client) -> None:
    say("$e1", cast.department_head)
    client.force_login(cast.drafter)

    answer = client.get(reverse("chat:unread"))

    assert json.loads(answer.headers["HX-Trigger"]) == {"counts": {"/chat/": 1}}
    if not Announcement.objects.exists():
        return  # told through the database's own bell, which leaves no row
    told = set(Announcement.objects.filter(news=NEWS).values_list("audience", flat=True))
    assert told == {f"person:{one.uuid}" for one in (cast.drafter, cast.department_head)}


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"type": "m.typing", "room_id": HERE, "content": {}},
        {"type": "m.receipt", "room_id": 1, "content": {}},
        {"type": "m.receipt", "room_id": HERE, "content": []},
        {"type": "m.receipt", "room_id": HERE, "content": {"$e": []}},
        {"type": "m.receipt", "room_id": HERE, "content": {"$e": {"m.read": {"@a:b": {"ts": "soon"}}}}},
    ],
)
def test_a_receipt_of_whatever_shape_does_no_harm(told: dict[str, object]) -> None:
    assert list(receipts_in(told)) == []
