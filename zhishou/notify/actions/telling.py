"""Tell people: one row for each in the caller's transaction; nothing leaves the house here."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from jishi.live.door import announce
from zhishou.notify.models import Notice
from zhishou.notify.rules import Message, template_of
from zhishou.people import queries as people
from zhishou.people.models import Person

_BATCH = 500
_MOST_BELLS = 200


class UnknownKind(LookupError):
    """A message was told whose kind has no words."""


def tell(*, to: Iterable[Person], message: Message, at: datetime) -> None:
    """Tell some persons one thing, each once for a dedup key; it is in their inbox when the caller commits."""
    tell_each([(person, message) for person in to], at=at)


def tell_each(told: Iterable[tuple[Person, Message]], *, at: datetime) -> None:
    """Tell many different things in few statements."""
    told = list(told)
    engagements = people.engagements_by_code({message.engagement_code for _, message in told})
    for kind in {message.kind for _, message in told}:
        _require_words(kind)
    rows = [
        Notice(
            person=person,
            engagement=engagements[message.engagement_code] if message.engagement_code else None,
            kind=message.kind,
            words=dict(message.words),
            urgency=message.urgency,
            link=message.link,
            dedup_key=message.dedup_key,
            told_at=at,
            due_at=at,
        )
        for person, message in told
        if person.is_active
    ]
    # Of two that tell the same at once, the database keeps the first.
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)
    _ring_bells({str(row.person.uuid) for row in rows})


def _ring_bells(uuids: set[str]) -> None:
    """Let open pages count again; where a whole county is told, they find out when they next load."""
    for uuid in uuids if len(uuids) <= _MOST_BELLS else ():
        announce(audience=f"person:{uuid}", news="notices")


@lru_cache(maxsize=256)
def _require_words(kind: str) -> None:
    try:
        get_template(template_of(kind))
    except TemplateDoesNotExist as error:
        raise UnknownKind(f"{kind} has no {template_of(kind)}; write its subject and words there.") from error
