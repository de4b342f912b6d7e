"""Lists of tickets as plain values: programs ask for them more often than for anything else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, cast

from django.db.models import QuerySet

from jishi.api.door import Paging, ended, seen_last
from jishi.database.door import Compiled, Given, GivenKeys
from zhishou.desk.models import Ticket
from zhishou.desk.queries.finding import cut_with_words
from zhishou.desk.queries.tickets import tickets_by
from zhishou.desk.rules.words import SEES_ALL
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import roles_in
from zhishou.people.rules import VENDOR_ROLES

Rows = list[dict[str, Any]]


def plain_page(
    viewer: Person,
    *,
    engagement: Engagement,
    asked: Mapping[str, object],
    columns: Sequence[str],
    words: str,
    paging: Paging,
    at: datetime,
) -> tuple[Rows, str | None]:
    """Return these columns of a page of the visible tickets that are as `tickets_by` says and hold the words."""
    roles = roles_in(viewer, engagement, at=at)
    reads_internal = bool(roles & VENDOR_ROLES)
    names, plain = ("id", *columns), {name: _bare(value) for name, value in asked.items()}

    def read(keys: list[int] | None = None) -> tuple[Rows, str | None]:
        last = None if keys else next(iter(seen_last(Ticket, paging=paging)), None)
        given = {"engagement": engagement.pk, **plain}
        given |= {} if keys is None else {"keys": keys}
        given |= {} if last is None else {"before": last}
        rows = (_ROWS if keys is None else _OF_KEYS)(names, tuple(plain), paging.limit + 1, **given)
        return ended([dict(zip(names, row, strict=True)) for row in rows], paging=paging)

    quick = bool(roles & SEES_ALL)
    if quick and not words.strip():
        return read()
    found = tickets_by(viewer, engagement=engagement, asked=asked, at=at).values(*names)
    page = cut_with_words(
        cast("QuerySet[Ticket]", found),
        engagement=engagement,
        words=words,
        reads_internal=reads_internal,
        paging=paging,
        read=cast("Any", read) if quick else None,
    )
    return cast("tuple[Rows, str | None]", page)


def _bare(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _rows(
    names: tuple[str, ...],
    asked: tuple[str, ...],
    most: int,
    *,
    engagement: Given,
    before: Given | None = None,
    keys: Given | None = None,
    **values: Given,
) -> QuerySet[Ticket, tuple[Any, ...]]:
    """Return what a viewer asks for who sees every ticket; the fields are those of `tickets_by`."""
    fields = {"assignee__uuid" if name == "assignee" else name: values[name] for name in asked}
    found = Ticket.objects.filter(engagement_id=engagement, **fields)
    if before is not None:
        found = found.filter(pk__lt=before)
    if keys is not None:
        found = found.filter(pk__in=GivenKeys("keys"))
    return found.order_by("-id").values_list(*names)[:most]


_ROWS, _OF_KEYS = Compiled(_rows, planned_anew=True), Compiled(_rows)
