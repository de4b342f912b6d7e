"""Rooms that we made, and who is in them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotThere
from xieban.chat.models import Member, Room
from xieban.chat.queries.people import account_of
from xieban.chat.queries.server import ADMIN, ask, quoted
from xieban.chat.queries.subjects import subject_of
from xieban.chat.rules.names import Kind
from xieban.directory.models import Person
from xieban.documents import queries as documents
from xieban.documents.models import Document
from xieban.meetings import queries as meetings
from xieban.meetings.models import Meeting

AT_ONCE: Final = 500
"""Keys in one question to the database."""


def room_about(*, kind: Kind, key: str) -> Room | None:
    """Return the room about something; None where none was made."""
    return Room.objects.filter(kind=kind.value, key=key).first()


def rooms_about(*, kind: Kind, keys: Collection[str]) -> QuerySet[Room]:
    """Return the rooms that there are about some things."""
    return Room.objects.filter(kind=kind.value, key__in=keys)


def rooms_of_people() -> QuerySet[Room]:
    """Return the rooms that are there for people, not for an outside watch; for a look at how they do."""
    return Room.objects.exclude(address="").exclude(kind=Kind.PROBE.value)


def rooms_of(person: Person) -> QuerySet[Room]:
    """Return the rooms in which somebody is or is to be, by what we know; for background work."""
    return Room.objects.filter(members__in=Member.objects.filter(person=person))


def rooms_for(person: Person, *, at: datetime) -> list[Room]:
    """Return the rooms in which somebody may belong though he is in none: his talks, those about what he sees.

    For background work: he was away, and comes back.
    """
    key = str(person.uuid)
    talks = Room.objects.filter(Q(key__startswith=f"{key}+") | Q(key__endswith=f"+{key}"), kind=Kind.PERSON.value)
    papers = _about(Kind.DOCUMENT, documents.visible(person, at=at))
    return [*talks, *papers, *_about(Kind.MEETING, meetings.visible(person, at=at))]


def _about(kind: Kind, seen: QuerySet[Document] | QuerySet[Meeting]) -> Iterator[Room]:
    rooms = {room.key: room for room in Room.objects.filter(kind=kind.value)}
    keys = sorted(rooms)
    for first in range(0, len(keys), AT_ONCE):
        some = seen.filter(uuid__in=keys[first : first + AT_ONCE]).values_list("uuid", flat=True)
        yield from (rooms[str(uuid)] for uuid in some)


def joined(viewer: Person) -> Mapping[str, Room]:
    """Return the rooms in which somebody is, by their addresses, as the chat server itself says."""
    account = account_of(viewer)
    if account is None or not account.is_open:
        return {}
    told = ask("GET", f"{ADMIN}/v1/users/{quoted(account.address)}/joined_rooms")
    return {room.address: room for room in Room.objects.filter(address__in=told.get("joined_rooms", []))}


def joined_in(room: Room) -> list[str]:
    """Return who is in a room, by address, as the chat server says."""
    members: list[str] = ask("GET", f"{ADMIN}/v1/rooms/{quoted(room.address)}/members").get("members", [])
    return members


def require_may_enter(viewer: Person, *, kind: Kind, key: str, at: datetime) -> None:
    """Refuse whoever may not come into a room: as if there were nothing."""
    subject = subject_of(kind=kind, key=key, at=at)
    if subject is None or not (viewer.pk in subject.members or subject.may_enter(viewer)):
        raise NotThere
