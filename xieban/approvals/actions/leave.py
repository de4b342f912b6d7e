"""Leave: its days counted, its balance kept, no two at once."""

from collections.abc import Mapping
from datetime import date, datetime

from jishi.refusals.door import Invalid, NotAllowed, Refusal
from xieban.approvals.models import Entitlement, Leave
from xieban.approvals.queries.leave import balance, leaves_of, may_entitle
from xieban.approvals.rules import ANNUAL, HALF_DAYS, LONGEST, halves, working_days
from xieban.directory.actions import lock_person
from xieban.directory.models import Person
from xieban.flows.models import Instance
from xieban.flows.queries import is_working_day
from xieban.flows.rules.expressions import Value

MOST_HALVES = 200


class LastDayBeforeFirst(Invalid):
    """The last day lies before the first."""


class NoWorkingDay(Invalid):
    """There is no working day in this time, so no leave is needed."""


class LeaveTooLong(Invalid):
    """A leave lasts a year at most: look at the year of its first and of its last day."""


class NoHalfDays(Invalid):
    """Write the days in halves: 0.5, 1, 1.5 and so on, or leave them empty to have them counted."""


class TooManyDays(Invalid):
    """There are only %(days)s working days in this time. Half days are written as 0.5."""


class NotEnoughLeft(Refusal):
    """Only %(days)s days of annual leave are left in %(year)s."""


class AwayAlready(Refusal):
    """There is another leave of the same days: %(title)s."""


class NoSuchEntitlement(Invalid):
    """Write the days of a year as a number of half days at least, 100 at most."""


def checked(instance: Instance, values: Mapping[str, Value], *, at: datetime) -> dict[str, Value]:
    """Return the first form of a leave with its days; refuse what cannot be."""
    del at
    first, last = date.fromisoformat(str(values["since"])), date.fromisoformat(str(values["until"]))
    if last < first:
        raise LastDayBeforeFirst
    if (last - first).days >= LONGEST:
        raise LeaveTooLong
    most = working_days(first, last, is_working=is_working_day)
    if most == 0:
        raise NoWorkingDay
    days = values["days"] if isinstance(values["days"], int | float) else most
    asked = halves(days)
    if asked is None:
        raise NoHalfDays
    if asked > most * HALF_DAYS:
        raise TooManyDays(days=most)
    # Two applications of one person at the same moment: the second sees the first.
    lock_person(instance.starter)
    for other in leaves_of(instance.starter).exclude(instance=instance):
        if other.first_day <= last and first <= other.last_day:
            raise AwayAlready(title=other.instance.title)
    if values["leave_kind"] == ANNUAL:
        there = balance(instance.starter, year=first.year, besides=instance)
        if there is not None and asked > there.left:
            raise NotEnoughLeft(days=f"{there.left_days:g}", year=first.year)
    return {**values, "days": days}


def write_down(instance: Instance, values: Mapping[str, Value]) -> None:
    """Keep a leave as it was applied for; handed in again after a return, it is the same one."""
    Leave.objects.update_or_create(
        instance=instance,
        defaults={
            "person": instance.starter,
            "kind": str(values["leave_kind"])[:40],
            "first_day": date.fromisoformat(str(values["since"])),
            "last_day": date.fromisoformat(str(values["until"])),
            "half_days": halves(float(str(values["days"]))) or 0,
            "reason": str(values.get("reason") or ""),
        },
    )


def entitle(*, person: Person, year: int, days: float, by: Person, at: datetime) -> None:
    """Say how much annual leave somebody has in a year."""
    if not may_entitle(by, at=at):
        raise NotAllowed
    found = 0 if days == 0 else halves(days)
    if found is None or found > MOST_HALVES:
        raise NoSuchEntitlement
    Entitlement.objects.update_or_create(person=person, year=year, defaults={"half_days": found})
