"""The fields of a node as a form shows them, before and after somebody typed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import get_language, gettext

from jishi.refusals.door import listed
from xieban.directory.models import Person
from xieban.directory.queries import colleagues_named, open_departments, persons_by_id
from xieban.flows.rules.entries import OFFICE_ZONE, WRONG_WORDS, Read, Wrong, read_entry
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Field, FieldKind
from xieban.flows.rules.words import say

BETWEEN_NAMES = re.compile(r"[\s,，、;；]+")
MOST_NAMES = 200


class Posted(Protocol):
    """What a browser sent."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values of a name."""


def last(posted: Posted, name: str) -> str:
    """Return the last value that was sent under a name."""
    return next(reversed(posted.getlist(name)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that may be chosen."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field in a form: what stands in it, and what is wrong with that."""

    name: str
    label: str
    kind: str
    required: bool = False
    text: str = ""
    choices: tuple[Choice, ...] = ()
    error: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form that came back: its fields as they were typed, and the values where all is well."""

    entries: tuple[Entry, ...]
    values: Mapping[str, Value]

    @property
    def is_sound(self) -> bool:
        """Say whether nothing is wrong."""
        return not any(entry.error for entry in self.entries)


def entries_of(fields: Sequence[Field], values: Mapping[str, Value]) -> tuple[Entry, ...]:
    """Return the fields of a form with what is known already.

    A yes or no that must be given is about this time: what was said the time before is no answer.
    """
    known = {
        field.name: None if field.kind is FieldKind.YES_NO and field.required else values.get(field.name)
        for field in fields
    }
    return tuple(_entry(field, _typed(field, known[field.name]), error="") for field in fields)


def read_entries(fields: Sequence[Field], posted: Posted) -> Filled:
    """Read what a browser sent for these fields; every fault is told beside its field."""
    entries, values = [], {}
    for field in fields:
        typed = posted.getlist(field.name)
        found = _read(field, typed)
        values[field.name] = found.value
        entries.append(_entry(field, typed, error=wrong_words(found.wrong)))
    return Filled(entries=tuple(entries), values=values)


def people_named(text: str, *, required: bool = True) -> Read:
    """Return the people whose names or accounts are written one after another."""
    names = [name for name in BETWEEN_NAMES.split(text.replace("\x00", " ")) if name]
    if not names:
        return Read(wrong=Wrong.MISSING) if required else Read(value=())
    if len(names) > MOST_NAMES:
        return Read(wrong=Wrong.TOO_LONG)
    found = []
    for name in names:
        meant = colleagues_named(name)
        if len(meant) != 1:
            return Read(wrong=Wrong.SEVERAL if meant else Wrong.NOBODY)
        found.append(meant[0].pk)
    return Read(value=tuple(dict.fromkeys(found)))


def wrong_words(wrong: Wrong | None) -> str:
    """Say what is wrong, in the reader's language."""
    return say(WRONG_WORDS[wrong], get_language() or "en") if wrong else ""


def names_of(ids: Iterable[int]) -> str:
    """Return people as a field for people shows them: account names, one after another."""
    ids = list(ids)
    known = persons_by_id(ids)
    return "、".join(known[one].username for one in ids if one in known)


def persons_in_order(ids: Sequence[int]) -> list[Person]:
    """Return the people with these ids, in that order."""
    known = persons_by_id(ids)
    return [known[one] for one in ids if one in known]


def in_words(field: Field, value: Value) -> str:
    """Return a value as a page shows it."""
    if field.kind is FieldKind.YES_NO:
        return gettext("yes") if value else gettext("no")
    if field.kind is FieldKind.PEOPLE and isinstance(value, tuple):
        return listed(one.name for one in persons_in_order([one for one in value if isinstance(one, int)]))
    if field.kind is FieldKind.DEPARTMENTS and isinstance(value, tuple):
        return listed(one.name for one in open_departments() if one.pk in value)
    if field.kind is FieldKind.MOMENT:
        return f"{datetime.fromisoformat(str(value)).astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
    return str(value)


def _typed(field: Field, value: Value) -> list[str]:
    if value is None or value == "":
        return []
    if field.kind is FieldKind.PEOPLE and isinstance(value, tuple):
        return [names_of(one for one in value if isinstance(one, int))]
    if field.kind is FieldKind.DEPARTMENTS and isinstance(value, tuple):
        return [str(one) for one in value]
    if field.kind is FieldKind.YES_NO:
        return ["1"] if value else []
    if field.kind is FieldKind.MOMENT:
        return [datetime.fromisoformat(str(value)).astimezone(OFFICE_ZONE).strftime("%Y-%m-%dT%H:%M")]
    return [str(value)]


def _read(field: Field, typed: Sequence[str]) -> Read:
    if field.kind is FieldKind.PEOPLE:
        return people_named(" ".join(typed), required=field.required)
    if field.kind is FieldKind.DEPARTMENTS:
        known = {str(one.pk): one.pk for one in open_departments()}
        chosen = [one for one in typed if one]
        if any(one not in known for one in chosen):
            return Read(wrong=Wrong.NO_DEPARTMENT)
        if field.required and not chosen:
            return Read(wrong=Wrong.MISSING)
        return Read(value=tuple(known[one] for one in dict.fromkeys(chosen)))
    return read_entry(field, typed[-1] if typed else "")


def _entry(field: Field, typed: Sequence[str], *, error: str) -> Entry:
    if field.kind is FieldKind.DEPARTMENTS:
        offered = [(str(one.pk), one.name) for one in open_departments()]
    else:
        offered = [(option, option) for option in field.options]
    return Entry(
        name=field.name,
        label=field.label,
        kind=field.kind.value,
        required=field.required,
        text=" ".join(typed)[:5000],
        choices=tuple(Choice(value=value, label=label, chosen=value in typed) for value, label in offered),
        error=error,
    )
