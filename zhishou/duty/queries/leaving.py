"""The shifts ahead of somebody who is about to leave the watch, and which of them nobody would stand in for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings

from zhishou.duty import rules
from zhishou.duty.queries.rosters import Shift, gather, rosters, shifts
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What one person leaves behind in one tier of one contract: at least one shift."""

    engagement: Engagement
    tier: Tier
    shifts: tuple[Shift, ...]
    bare: tuple[Shift, ...]  # those in which nobody is next in turn

    @property
    def first(self) -> Shift:
        """Return the shift that comes first."""
        return self.shifts[0]


def look_ahead() -> timedelta:
    """Say how far ahead the watch is looked after."""
    return timedelta(days=settings.DUTY_LOOK_AHEAD_DAYS)


def shifts_ahead(engagement: Engagement, *, at: datetime) -> dict[tuple[int, Tier], tuple[Shift, ...]]:
    """Return the shifts ahead by who keeps them and in which tier."""
    found: dict[tuple[int, Tier], tuple[Shift, ...]] = {}
    for shift in shifts(engagement, None, at, at + look_ahead()):
        if shift.person:
            key = shift.person.pk, shift.tier
            found[key] = (*found.get(key, ()), shift)
    return found


def left_by(person: Person, *, engagements: Iterable[Engagement], at: datetime) -> list[Left]:
    """Return what would be left if the person were on no watch from now on, the next in turn standing in."""
    gone = rules.Absence(person=person.pk, made_at=at, starts_at=at)
    until, found = at + look_ahead(), []
    for engagement in engagements:
        mine = {tier: some for (pk, tier), some in shifts_ahead(engagement, at=at).items() if pk == person.pk}
        concerned = list(rosters(engagement).filter(tier__in=mine)) if mine else []
        plans = gather(concerned, since=at, until=until)
        for roster in concerned:
            tier, plan = Tier(roster.tier), plans[roster.pk]
            without = rules.shifts(replace(plan, absences=(*plan.absences, gone)), since=at, until=until)
            nobody = [span for span in without if span.person is None]
            bare = tuple(
                one
                for one in mine[tier]
                if any(span.starts_at < one.ends_at and one.starts_at < span.ends_at for span in nobody)
            )
            found.append(Left(engagement=engagement, tier=tier, shifts=mine[tier], bare=bare))
    return found
