"""Rooms on the chat server: made, named, and nobody in them but who belongs there."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, TypeVar

from xieban.chat.actions.accounts import put_out, settle_account
from xieban.chat.models import Account, Member, Room
from xieban.chat.queries.rooms import require_may_enter
from xieban.chat.queries.server import ADMIN, CLIENT, ServerRefuses, ask, quoted
from xieban.chat.queries.subjects import Subject, subject_of
from xieban.chat.rules import room_of
from xieban.chat.rules.names import Kind
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id

GONE: Final = Subject(name="", members=frozenset())
Thing = TypeVar("Thing")


def enter(*, kind: Kind, key: str, by: Person, at: datetime) -> str:
    """Let a person into the room about something, made now if there is none; return the room's address."""
    require_may_enter(by, kind=kind, key=key, at=at)
    room = _row(kind, key, at=at)
    Member.objects.update_or_create(
        room=room, person=by, defaults={"came_himself": True}, create_defaults={"came_himself": True, "since": at}
    )
    room = settle_room(kind=kind, key=key, at=at, only=by)
    return room.address


def settle_room(*, kind: Kind, key: str, at: datetime, only: Person | None = None) -> Room:
    """Let a room be as what it is about says: named so, everybody in it who belongs there, nobody else.

    With `only`, others are left for the errand that follows: somebody waits for his page.
    """
    subject = subject_of(kind=kind, key=key, at=at) or GONE
    room = _made(_row(kind, key, at=at), subject)
    _put_out(room, _leaving(room, subject))
    if room.name != subject.name and subject.name:
        ask("PUT", f"{CLIENT}/rooms/{quoted(room.address)}/state/m.room.name", {"name": subject.name})
        Room.objects.filter(pk=room.pk).update(name=subject.name)
    _let_in(room, _arriving(room, subject, only), at=at)
    return room


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
    rows = room.members.exclude(person__in=subject.members).select_related("person")
    return [one for one in rows if not (one.came_himself and subject.may_enter(one.person))]


def _put_out(room: Room, members: Iterable[Member]) -> None:
    def one(member: Member) -> None:
        account = Account.objects.filter(person_id=member.person_id).first()
        if account is not None:
            put_out(room=room, address=account.address)
        member.delete()

    _each(members, one)


def _each(things: Iterable[Thing], do: Callable[[Thing], None]) -> None:
    """Do something for each: one that is refused stops no other, and is raised at the end."""
    refused: list[ServerRefuses] = []
    for thing in things:
        try:
            do(thing)
        except ServerRefuses as refusal:
            refused.append(refusal)
    if refused:
        raise refused[0]


def _arriving(room: Room, subject: Subject, only: Person | None) -> list[Person]:
    if only is not None:  # also where we think that he is in it: he may have left by himself
        return [only]
    there = set(room.members.filter(is_in=True).values_list("person_id", flat=True))
    himself = set(room.members.filter(came_himself=True).values_list("person_id", flat=True))
    return list(persons_by_id((subject.members | himself) - there).values())


def _let_in(room: Room, people: Iterable[Person], *, at: datetime) -> None:
    def one(person: Person) -> None:
        account = settle_account(person=person, at=at)
        ask("POST", f"{ADMIN}/v1/join/{quoted(room.address)}", {"user_id": account.address})
        Member.objects.update_or_create(
            room=room, person=person, defaults={"is_in": True}, create_defaults={"is_in": True, "since": at}
        )

    _each(people, one)
