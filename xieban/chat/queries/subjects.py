"""What a room is about: its name, who belongs in it, who may come in by himself; asked of the areas that know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from xieban.chat.rules.names import Kind
from xieban.directory import queries as directory
from xieban.directory.models import Person
from xieban.documents import queries as documents
from xieban.flows.queries import boxes
from xieban.meetings import queries as meetings
from xieban.meetings.rules import State

LONGEST_NAME: Final = 200


def _nobody(_person: Person) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a room is about at one moment."""

    name: str
    members: frozenset[int]
    may_enter: Callable[[Person], bool] = _nobody


def subject_of(*, kind: Kind, key: str, at: datetime) -> Subject | None:
    """Return what a room is about; None where that is gone: nobody belongs in such a room."""
    return _KINDS[kind](key, at)


def _department(key: str, at: datetime) -> Subject | None:
    unit = directory.unit_of_event(uuid=key)
    if unit is None or unit.closed_at is not None:
        return None
    listed = directory.listed_in(unit, at=at)
    return Subject(name=unit.name, members=frozenset(one.person.pk for one in listed))


def _document(key: str, at: datetime) -> Subject | None:
    document = documents.document_of_event(uuid=key)
    if document is None:
        return None
    part = {document.drafter_id}
    if document.instance is not None:
        part |= boxes.taking_part(document.instance)
    people = directory.persons_by_id(part).values()

    def may_see(person: Person) -> bool:
        return person.is_active and documents.visible(person, at=at).filter(pk=document.pk).exists()

    return Subject(
        name=document.title[:LONGEST_NAME],
        members=frozenset(one.pk for one in people if may_see(one)),
        may_enter=may_see,
    )


def _meeting(key: str, at: datetime) -> Subject | None:
    meeting = meetings.meeting_of_event(uuid=key)
    if meeting is None:
        return None
    invited = (
        {one.person_id for one in meetings.attendances_of(meeting)} if meeting.state == State.AGREED else set()
    )
    people = directory.persons_by_id({meeting.by_id, *invited}).values()

    def may_see(person: Person) -> bool:
        return person.is_active and meetings.visible(person, at=at).filter(pk=meeting.pk).exists()

    return Subject(
        name=meeting.title[:LONGEST_NAME],
        members=frozenset(one.pk for one in people if one.is_active),
        may_enter=may_see,
    )


def _pair(key: str, _at: datetime) -> Subject | None:
    people = [directory.person_of_event(uuid=one) for one in key.split("+")]
    here = [one for one in people if one is not None and one.is_active]
    names = "、".join(one.name for one in people if one is not None)
    return Subject(name=names, members=frozenset(one.pk for one in here))


def _own(key: str, _at: datetime) -> Subject | None:
    person = directory.person_of_event(uuid=key)
    if person is None or not person.is_active:
        return None
    return Subject(name=_("Xieban"), members=frozenset({person.pk}))


def _watch(key: str, _at: datetime) -> Subject | None:
    """Nobody belongs in a watch's room: it speaks there by its key, as our own service."""
    return Subject(name=_("Watch %(name)s") % {"name": key}, members=frozenset())


_KINDS: Final[Mapping[Kind, Callable[[str, datetime], Subject | None]]] = {
    Kind.DEPARTMENT: _department,
    Kind.DOCUMENT: _document,
    Kind.MEETING: _meeting,
    Kind.PERSON: _pair,
    Kind.SERVICE: _own,
    Kind.PROBE: _watch,
}
