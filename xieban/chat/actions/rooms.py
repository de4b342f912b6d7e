"""Rooms on the chat server: made, named, and nobody in them but who belongs there."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Final, TypeVar

from xieban.chat.actions.accounts import put_out, settle_account
from xieban.chat.models import Account, Member, Room
from xieban.chat.queries.people import address_for
from xieban.chat.queries.rooms import joined_in, require_may_enter
from xieban.chat.queries.server import ADMIN, CLIENT, ChatIsAway, ServerRefuses, ask, quoted
from xieban.chat.queries.subjects import Subject, subject_of
from xieban.chat.rules import room_of
from xieban.chat.rules.names import Kind
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id

GONE: Final = Subject(name="", members=frozenset())
TOGETHER: Final = 8
"""So many join at once: the server waits for its database most of the time that one takes."""
AT_ONCE: Final = 24
"""So many are let in at most before others' errands are looked at: whoever leaves waits for no crowd."""
Thing = TypeVar("Thing")


def enter(*, kind: Kind, key: str, by: Person, at: datetime) -> str:
    """Let a person into the room about something, made now if there is none; return the room's address."""
    require_may_enter(by, kind=kind, key=key, at=at)
    room = _row(kind, key, at=at)
    Member.objects.update_or_create(
        room=room, person=by, defaults={"came_himself": True}, create_defaults={"came_himself": True, "since": at}
    )
    room, subject = _settled(kind, key, at=at)
    others = [one for one in _arriving(room, subject) if one.pk != by.pk]
    # What is said before somebody is in tells him nothing and is never unread: the others come in with who asks.
    # Who asks is let in though he is in by what we know: he may have left.
    try:
        refused = _let_in(room, [by, *others[: AT_ONCE - 1]], at=at)
    except ChatIsAway:
        # It was too slow for all of them: the errand that follows lets in who is missing.
        if not room.members.filter(person=by, is_in=True).exists():
            raise
        return room.address
    if refused and address_for(by) not in joined_in(room):
        _raise_first(refused)
    return room.address


def settle_room(*, kind: Kind, key: str, at: datetime) -> bool:
    """Let a room be as what it is about says: named so, everybody in it who belongs there, nobody else.

    Say whether it is: of a crowd only some are let in at a time, and the room is to be looked at again.
    """
    room, subject = _settled(kind, key, at=at)
    arriving = _arriving(room, subject)
    _raise_first(_let_in(room, arriving[:AT_ONCE], at=at))
    return len(arriving) <= AT_ONCE


def _settled(kind: Kind, key: str, *, at: datetime) -> tuple[Room, Subject]:
    """Let a room be there, named as it should be, with nobody in it who does not belong there."""
    subject = subject_of(kind=kind, key=key, at=at) or GONE
    room = _made(_row(kind, key, at=at), subject)
    _put_out(room, _leaving(room, subject))
    if room.name != subject.name and subject.name:
        ask("PUT", f"{CLIENT}/rooms/{quoted(room.address)}/state/m.room.name", {"name": subject.name})
        Room.objects.filter(pk=room.pk).update(name=subject.name)
    return room, subject


def _row(kind: Kind, key: str, *, at: datetime) -> Room:
    room, _made_now = Room.objects.get_or_create(kind=kind.value, key=key, defaults={"made_at": at})
    return room


def _made(room: Room, subject: Subject) -> Room:
    """Make the room at the server; of two who do so at once, the second takes the first one's."""
    if not room.address:
        told = ask("POST", f"{CLIENT}/createRoom", room_of(name=subject.name, kind=room.kind, key=room.key))
        Room.objects.filter(pk=room.pk, address="").update(address=told["room_id"], name=subject.name)
        room.refresh_from_db()
    return room


def _leaving(room: Room, subject: Subject) -> list[Member]:
    """Return who has to go: nobody who belongs there, and nobody who could come in again at once."""
    rows = room.members.exclude(person__in=subject.members).select_related("person")
    return [one for one in rows if not subject.may_enter(one.person)]


def _put_out(room: Room, members: Iterable[Member]) -> None:
    def one(member: Member) -> None:
        account = Account.objects.filter(person_id=member.person_id).first()
        if account is not None:
            put_out(room=room, address=account.address)
        member.delete()

    _raise_first(_each(members, one))


def _each(things: Iterable[Thing], do: Callable[[Thing], None]) -> list[ServerRefuses]:
    """Do something for each, and return what was refused: one stops no other."""
    refused: list[ServerRefuses] = []
    for thing in things:
        try:
            do(thing)
        except ServerRefuses as refusal:
            refused.append(refusal)
    return refused


def _raise_first(refused: list[ServerRefuses]) -> None:
    if refused:
        raise refused[0]


def _arriving(room: Room, subject: Subject) -> list[Person]:
    there = set(room.members.filter(is_in=True).values_list("person_id", flat=True))
    himself = set(room.members.filter(came_himself=True).values_list("person_id", flat=True))
    return list(persons_by_id((subject.members | himself) - there).values())


def _let_in(room: Room, people: Iterable[Person], *, at: datetime) -> list[ServerRefuses]:
    """Let people in together; return what was refused."""
    known = list[tuple[Person, str]]()
    trouble = _each(people, lambda person: known.append((person, settle_account(person=person, at=at).address)))
    with ThreadPoolExecutor(max_workers=TOGETHER) as together:
        joining = [(person, together.submit(_join, room.address, address)) for person, address in known]

    def one(joined: tuple[Person, Future[object]]) -> None:
        person, answer = joined
        try:
            answer.result()
        except ServerRefuses:
            # He may be there already: the server did as asked, and its answer was lost.
            if address_for(person) not in joined_in(room):
                raise
        Member.objects.update_or_create(
            room=room, person=person, defaults={"is_in": True}, create_defaults={"is_in": True, "since": at}
        )

    return [*trouble, *_each(joining, one)]


def _join(room: str, account: str) -> object:
    return ask("POST", f"{ADMIN}/v1/join/{quoted(room)}", {"user_id": account})
