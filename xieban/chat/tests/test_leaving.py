"""Who leaves the office, or a unit, is cut off from what was said there: nothing of it is read any more."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.utils import timezone

from xieban.chat.actions.rooms import enter, settle_room
from xieban.chat.models import Account, Member, Room
from xieban.chat.queries.health import CHAT
from xieban.chat.queries.media import KEY
from xieban.chat.queries.people import address_for
from xieban.chat.queries.rooms import joined_in
from xieban.chat.queries.searching import find
from xieban.chat.queries.server import CLIENT, ServerRefuses, ask
from xieban.chat.rules.names import Kind
from xieban.chat.tests.standard import Refused, department_room, sign_in
from xieban.directory.actions import (
    begin_sign_in,
    change_person,
    delegate,
    dismiss,
    end_delegation,
    end_sign_ins_of,
    hand_over,
    let_return,
)
from xieban.directory.models import Appointment
from xieban.documents.tests.laying import Way, notice, prepare
from xieban.tests.cast import Cast, give_post, make_cast

pytestmark = [pytest.mark.chat_server, pytest.mark.one_engine]


@pytest.fixture
def cast(few: Cast) -> Cast:
    return few


def test_departments_have_rooms_with_their_people(chat: Callable[[], None]) -> None:
    cast = make_cast()
    chat()

    room = Room.objects.get(kind=Kind.DEPARTMENT, key=str(cast.department.uuid))
    names = {Account.objects.get(person=one).address for one in (cast.drafter, cast.department_head)}
    assert names < set(joined_in(room))
    assert room.name == cast.department.name
    assert set(sign_in(cast.drafter).rooms()) >= {room.address}

    assert CHAT.look(timezone.now()).figures["rooms_wrong"] == 0
    type(cast.drafter).objects.filter(pk=cast.drafter.pk).update(is_active=False)
    assert CHAT.look(timezone.now()).figures["left_but_in"] >= 1, "whoever left and was not taken out is counted"


def test_what_is_sent_counts_as_media(cast: Cast, chat: Callable[[], None]) -> None:
    clerk = sign_in(cast.drafter)

    def media() -> float:
        cache.delete(KEY)
        return CHAT.look(timezone.now()).figures["media_bytes"]

    before = media()
    clerk.do_pair(
        lambda client: client.upload(lambda *_: BytesIO(b"x" * 1234), "text/plain", "x.txt", filesize=1234)
    )

    assert media() - before == 1234


def test_whoever_came_in_when_the_answer_was_lost_is_in(cast: Cast, chat: Callable[[], None]) -> None:
    room = department_room(cast.department)
    there = set(joined_in(room))
    Member.objects.filter(room=room).update(is_in=False)

    assert settle_room(kind=Kind.DEPARTMENT, key=room.key, at=timezone.now())

    assert not Member.objects.filter(room=room, is_in=False).exists()
    assert set(joined_in(room)) == there


def test_a_leaver_is_cut_off_at_once(cast: Cast, chat: Callable[[], None]) -> None:
    room, drafter, head = department_room(cast.department), sign_in(cast.drafter), sign_in(cast.department_head)
    said = head.say(room.address, "请今天交稿")

    hand_over(person=cast.drafter, successor=cast.clerk, by=cast.administrator, at=timezone.now())
    chat()

    with pytest.raises(Refused, match="M_UNKNOWN_TOKEN"):
        drafter.read(room.address)
    with pytest.raises(ServerRefuses, match="401"):
        ask("GET", f"{CLIENT}/sync?timeout=0", token=drafter.token)
    assert not Member.objects.filter(person=cast.drafter).exists()
    cast.drafter.refresh_from_db()
    with pytest.raises(Refused, match=r"M_USER_DEACTIVATED|M_FORBIDDEN"):
        sign_in(cast.drafter)
    assert find(cast.drafter, words="交稿") == ([], None)
    assert said


def test_who_signs_out_everywhere_is_signed_out_of_the_chat_too(cast: Cast, chat: Callable[[], None]) -> None:
    department_room(cast.department)
    drafter, now = sign_in(cast.drafter), timezone.now()
    begin_sign_in(person=cast.drafter, method="password", address="10.0.0.8", agent="", at=now)

    end_sign_ins_of(person=cast.drafter, by=cast.administrator, at=timezone.now())
    chat()

    with pytest.raises(Refused, match="M_UNKNOWN_TOKEN"):
        drafter.rooms()
    assert sign_in(cast.drafter).rooms()


def test_who_comes_back_has_an_account_again_and_no_room_of_before(cast: Cast, chat: Callable[[], None]) -> None:
    room = department_room(cast.department)
    hand_over(person=cast.drafter, successor=cast.clerk, by=cast.administrator, at=timezone.now())
    chat()

    let_return(person=cast.drafter, by=cast.administrator, at=timezone.now())
    chat()

    assert room.address not in sign_in(cast.drafter).rooms()


def test_who_leaves_a_unit_reads_nothing_of_its_room_not_even_what_was_said_before(
    cast: Cast, chat: Callable[[], None]
) -> None:
    room, drafter, head = department_room(cast.department), sign_in(cast.drafter), sign_in(cast.department_head)
    head.say(room.address, "本处室内部事项")
    assert drafter.read(room.address)

    held = Appointment.objects.get(person=cast.drafter, until=None)
    dismiss(appointment=held, by=cast.administrator, at=timezone.now())
    chat()

    assert room.address not in drafter.rooms()
    forgotten(lambda: drafter.read(room.address))
    assert head.read(room.address)[0] == "本处室内部事项"

    give_post(cast.drafter, cast.office)
    chat()

    office = Room.objects.get(kind=Kind.DEPARTMENT, key=str(cast.office.uuid))
    assert set(drafter.rooms()) & {room.address, office.address} == {office.address}


def forgotten(read: Callable[[], object]) -> None:
    """See that a room cannot be read; the chat server forgets a moment after it has put somebody out."""

    def read_often() -> None:
        for _number in range(200):
            read()

    with pytest.raises(Refused, match="M_FORBIDDEN"):
        read_often()


def test_a_room_about_a_document_keeps_in_step_with_its_flow(cast: Cast, chat: Callable[[], None]) -> None:
    prepare(cast)
    document, now = notice(cast.drafter), timezone.now()
    address = enter(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.drafter, at=now)
    chat()
    room = Room.objects.get(address=address)
    head = address_for(cast.department_head)
    assert head not in joined_in(room)

    Way(document).does(cast.drafter)
    chat()

    assert head in joined_in(room)


def test_who_no_longer_stands_in_for_somebody_leaves_the_rooms_that_he_saw_by_that(
    cast: Cast, chat: Callable[[], None]
) -> None:
    prepare(cast)
    document, now = notice(cast.drafter), timezone.now()
    given = delegate(
        principal=cast.drafter, deputy=cast.clerk, since=now, until=now + timedelta(days=1), by=cast.drafter, at=now
    )
    address = enter(kind=Kind.DOCUMENT, key=str(document.uuid), by=cast.clerk, at=timezone.now())
    clerk = sign_in(cast.clerk)
    assert address in clerk.rooms()

    end_delegation(delegation=given, by=cast.drafter, at=timezone.now())
    chat()

    assert address not in clerk.rooms()
    forgotten(lambda: clerk.read(address))


def test_a_new_name_is_told_to_everybody(cast: Cast, chat: Callable[[], None]) -> None:
    department_room(cast.department)
    drafter = sign_in(cast.drafter)  # to sign in afterwards would tell the new name itself

    told = {"staff_number": "", "rank": 1, "email": "", "mobile": "", "telephone": "", "room": ""}
    change_person(person=cast.drafter, name="新名字", **told, by=cast.administrator, at=timezone.now())  # type: ignore[arg-type]
    chat()

    shown = ask("GET", f"{CLIENT}/profile/{drafter.address}/displayname", token=drafter.token)
    assert shown == {"displayname": "新名字"}
