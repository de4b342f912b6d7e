"""Which days of a contract must not be forgotten, and when there is news of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from jishi.calendars.door import Calendar, instant
from zhishou.contracts.rules.pack import Pack

MISSED: Final = 0
"""The announcement, zero days ahead, that a milestone passed undone."""


class MilestoneKind(StrEnum):
    """What a milestone is about."""

    PAYMENT = "payment"
    TERM_END = "term_end"
    INSPECTION = "inspection"


class MilestoneState(StrEnum):
    """How a milestone stands."""

    OPEN = "open"
    DONE = "done"
    MISSED = "missed"
    PAST = "past"  # it had passed before we knew of it: nobody is reproached
    WITHDRAWN = "withdrawn"  # a later version has it no more


STILL_PAYABLE: Final = frozenset({MilestoneState.OPEN, MilestoneState.MISSED, MilestoneState.PAST})


def awaits_payment(*, kind: str, state: str) -> bool:
    """Say whether it may still be confirmed that this was paid; a late payment too."""
    return kind == MilestoneKind.PAYMENT and state in STILL_PAYABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One milestone as a pack and its calendar mean it."""

    kind: MilestoneKind
    key: str
    name: str
    starts_at: datetime | None
    due_at: datetime
    ahead_days: tuple[int, ...]


def expected_milestones(pack: Pack, calendar: Calendar) -> tuple[Expected, ...]:
    """Return every milestone of the term in the order in which they are due."""
    found = [*_payments(pack, calendar), _term_end(pack, calendar), *_inspections(pack, calendar)]
    return tuple(sorted(found, key=lambda one: (one.due_at, one.kind, one.key)))


def news_at(*, due_at: datetime, ahead_days: Iterable[int], after: datetime | None) -> datetime | None:
    """Return the next moment after `after` at which there is something to say; None: never again."""
    moments = [due_at - timedelta(days=days) for days in {*ahead_days, MISSED}]
    return min((moment for moment in moments if after is None or moment > after), default=None)


def announcement(*, due_at: datetime, ahead_days: Iterable[int], at: datetime) -> int | None:
    """Return the announcement to make at this moment: the nearest one that is due, earlier ones are stale."""
    due = [days for days in {*ahead_days, MISSED} if due_at - timedelta(days=days) <= at]
    return min(due, default=None)


def _payments(pack: Pack, calendar: Calendar) -> Iterator[Expected]:
    for number, payment in enumerate(pack.payments, start=1):
        yield Expected(
            kind=MilestoneKind.PAYMENT,
            # A renewal asks for the payments of its own term, however like those of the last one.
            key=f"{pack.term.starts.isoformat()}/{number}",
            name=payment.name,
            starts_at=None,
            due_at=instant(payment.before, 0, zone=calendar.tz),
            ahead_days=_descending(pack.milestones.payment_ahead_days),
        )


def _term_end(pack: Pack, calendar: Calendar) -> Expected:
    return Expected(
        kind=MilestoneKind.TERM_END,
        key=pack.term.ends.isoformat(),
        name="",
        starts_at=None,
        due_at=instant(pack.term.ends, 24 * 60 * 60, zone=calendar.tz),
        ahead_days=_descending(pack.milestones.term_ahead_days),
    )


def _inspections(pack: Pack, calendar: Calendar) -> Iterator[Expected]:
    """Yield one for each week, Monday to Sunday within the term, in which there is a working day at all."""
    monday = pack.term.starts - timedelta(days=pack.term.starts.weekday())
    while monday <= pack.term.ends:
        first, last = max(monday, pack.term.starts), min(monday + timedelta(days=6), pack.term.ends)
        if any(calendar.is_working_day(day) for day in _days(first, last)):
            year, week, _ = monday.isocalendar()
            yield Expected(
                kind=MilestoneKind.INSPECTION,
                key=f"{year}-W{week:02}",
                name="",
                starts_at=instant(first, 0, zone=calendar.tz),
                due_at=instant(last, 24 * 60 * 60, zone=calendar.tz),
                ahead_days=_descending(pack.inspection.ahead_days),
            )
        monday += timedelta(days=7)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _descending(days: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(set(days), reverse=True))
