"""Who belongs in a room is in it when something is said: at once, after he was away, after he left by himself."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from xieban.chat.actions.entering import open_room
from xieban.chat.actions.errands import ask_for_all
from xieban.chat.models import Member, Room
from xieban.chat.queries.keys import keys
from xieban.chat.queries.people import address_for
from xieban.chat.queries.rooms import joined_in
from xieban.chat.queries.server import CLIENT, ask
from xieban.chat.rules.names import Kind
from xieban.chat.tests.standard import Standard, department_room, sign_in, talk_of
from xieban.directory.actions import delegate, lock_account, unlock_account
from xieban.directory.models import Delegation
from xieban.documents.tests.laying import Way, notice, prepare
from xieban.flows.actions import load_definitions
from xieban.meetings.actions import ask_for, call_off, register_room
from xieban.meetings.models import Meeting
from xieban.meetings.rules import State
from xieban.tests.cast import Cast

pytestmark = [pytest.mark.chat_server, pytest.mark.one_engine]


@pytest.fixture
def cast(few: Cast) -> Cast:
    return few


def unread(person: Standard, room: str) -> int:
    told = ask("GET", f"{CLIENT}/sync?timeout=0", token=person.token)
    return int(told["rooms"]["join"][room]["unread_notifications"]["notification_count"])


def test_what_is_said_first_is_unread_for_the_others(cast: Cast, chat: Callable[[], None]) -> None:
    prepare(cast)
    document, now = notice(cast.drafter), timezone.now()
    Way(document).does(cast.drafter)
    talk = talk_of(cast.clerk, cast.drafter)
    about = open_room(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.department_head, at=now)

    sign_in(cast.clerk).say(talk, "请看附件")
    sign_in(cast.department_head).say(about, "第三条请核对")

    drafter = sign_in(cast.drafter)
    assert [unread(drafter, room) for room in (talk, about)] == [1, 1]


def test_whoever_is_let_in_again_is_in_his_talks_and_his_documents_rooms(
    cast: Cast, chat: Callable[[], None]
) -> None:
    prepare(cast)
    document = notice(cast.drafter)
    talk = talk_of(cast.clerk, cast.drafter)
    about = open_room(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.drafter, at=timezone.now())
    lock_account(person=cast.drafter, by=cast.administrator, at=timezone.now())
    chat()
    assert address_for(cast.drafter) not in joined_in(Room.objects.get(address=talk))

    unlock_account(person=cast.drafter, by=cast.administrator, at=timezone.now())
    chat()
    sign_in(cast.clerk).say(talk, "回来了吗")

    drafter = sign_in(cast.drafter)
    assert {talk, about} <= set(drafter.rooms())
    assert unread(drafter, talk) == 1


def test_the_invited_stay_in_the_room_of_a_meeting_that_is_called_off(cast: Cast, chat: Callable[[], None]) -> None:
    now = timezone.now()
    load_definitions(at=now)
    place = register_room(name="一号会议室", place="三楼", seats=20, by=cast.administrator, at=now)
    begins, ends = now + timedelta(days=1), now + timedelta(days=1, hours=1)
    meeting = ask_for(
        title="防汛工作会", room=place, begins_at=begins, ends_at=ends, agenda="", people=[cast.clerk],
        by=cast.drafter, at=now,
    )  # fmt: skip
    Meeting.objects.update(state=State.AGREED)
    about = open_room(kind=Kind.MEETING, key=str(meeting.uuid), by=cast.drafter, at=now)
    clerk = sign_in(cast.clerk)
    assert about in clerk.rooms()

    meeting.refresh_from_db()
    call_off(meeting=meeting, words="改期", by=cast.drafter, at=timezone.now())
    open_room(kind=Kind.MEETING, key=str(meeting.uuid), by=cast.drafter, at=timezone.now())
    chat()

    assert about in clerk.rooms(), "where they are told what comes of it"


def test_whoever_leaves_a_room_in_which_he_belongs_is_brought_back(cast: Cast, chat: Callable[[], None]) -> None:
    room, drafter = department_room(cast.department), sign_in(cast.drafter)
    drafter.do(lambda client: client.room_leave(room.address))

    assert parted(drafter.address, room.address) == 200
    assert not Member.objects.filter(room=room, person=cast.drafter).exists(), "nothing there is unread for him"
    chat()

    assert room.address in drafter.rooms()
    assert parted(drafter.address, room.address) == 200
    assert Member.objects.filter(room=room, person=cast.drafter, is_in=True).exists(), "he is back since"


def test_whoever_came_by_himself_stays_away_once_he_has_left(cast: Cast, chat: Callable[[], None]) -> None:
    prepare(cast)
    document = notice(cast.drafter)
    about = open_room(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.administrator, at=timezone.now())
    administrator = sign_in(cast.administrator)
    administrator.do(lambda client: client.room_leave(about))

    parted(administrator.address, about)
    chat()

    assert about not in administrator.rooms()


def parted(who: str, room: str) -> int:
    """Push that somebody has left a room, as the chat server does."""
    known = keys()
    assert known is not None
    event = {"type": "m.room.member", "room_id": room, "sender": who, "state_key": who, "event_id": "$left"}
    told = json.dumps({"events": [{**event, "origin_server_ts": 1, "content": {"membership": "leave"}}]})
    answer = Client().put(
        "/chat/pushed/_matrix/app/v1/transactions/2",
        told,
        content_type="application/json",
        headers={"authorization": f"Bearer {known.push}"},
    )
    return answer.status_code


def test_a_delegation_that_ends_by_time_alone_ends_what_was_read_by_it(
    cast: Cast, chat: Callable[[], None]
) -> None:
    prepare(cast)
    document, now = notice(cast.drafter), timezone.now()
    ends = now + timedelta(days=1)
    delegate(principal=cast.drafter, deputy=cast.clerk, since=now, until=ends, by=cast.drafter, at=now)
    chat()
    address = open_room(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.clerk, at=timezone.now())
    chat()
    clerk = sign_in(cast.clerk)
    assert address in clerk.rooms()

    Delegation.objects.update(since=now - timedelta(hours=2), until=now - timedelta(hours=1))
    ask_for_all(at=timezone.now())
    chat()

    assert address not in clerk.rooms()
