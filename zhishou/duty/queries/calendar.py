"""Shifts as the pages show them: by day, by person, with what may be done about each."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min, Q, QuerySet

from zhishou.duty import models
from zhishou.duty.models.changes import SwapState
from zhishou.duty.queries.rosters import Shift, rosters, shifts
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import VENDOR_ROLES, Role, Tier

# Far enough to see a whole turn of two weeks that begins before or ends after what is shown.
MARGIN = timedelta(days=15)
# A shift longer than this is shown on every day that it covers.
LONG = timedelta(hours=36)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the calendar: the shifts that begin on it (on the first, all), and the long ones that go on."""

    day: date
    is_today: bool
    is_outside: bool
    shifts: tuple[Shift, ...]
    going_on: tuple[Shift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """Who is on watch in a tier now, and until when; nobody where the tier is not covered."""

    tier: Tier
    shift: Shift | None


def days(
    engagement: Engagement,
    *,
    first: date,
    count: int,
    month: int | None,
    tier: Tier | None,
    zone: ZoneInfo,
    at: datetime,
) -> list[Day]:
    """Return the days of a week or a month, each with its shifts."""
    start = datetime.combine(first, time(), tzinfo=zone)
    end = datetime.combine(first + timedelta(days=count), time(), tzinfo=zone)
    begun = _begun(engagement)
    found = [
        shift
        for shift in shifts(engagement, tier, start - MARGIN, end + MARGIN)
        if shift.person or shift.ends_at > begun[shift.tier]
    ]
    by_day: dict[date, list[Shift]] = {}
    going_on: dict[date, list[Shift]] = {}
    for shift in found:
        if shift.starts_at < end and shift.ends_at > start:
            begins = max(shift.starts_at, start).astimezone(zone).date()
            by_day.setdefault(begins, []).append(shift)
            if shift.ends_at - shift.starts_at > LONG:
                last = (shift.ends_at - datetime.resolution).astimezone(zone).date()
                if month is not None:  # the day of the hand-over has room for the next alone
                    last = min(last, shift.ends_at.astimezone(zone).date() - timedelta(days=1))
                for number in range(1, (last - begins).days + 1):
                    going_on.setdefault(begins + timedelta(days=number), []).append(shift)
    today, ranks = at.astimezone(zone).date(), list(Tier)
    return [
        Day(
            day=day,
            is_today=day == today,
            is_outside=month is not None and day.month != month,
            shifts=tuple(sorted(by_day.get(day, ()), key=lambda one: (ranks.index(one.tier), one.starts_at))),
            going_on=tuple(sorted(going_on.get(day, ()), key=lambda one: ranks.index(one.tier))),
        )
        for day in (first + timedelta(days=number) for number in range(count))
    ]


def _begun(engagement: Engagement) -> dict[Tier, datetime]:
    """Return since when each tier has a roster: that nobody was on watch before is no gap of it."""
    found = models.RosterVersion.objects.filter(roster__engagement=engagement).values_list("roster__tier")
    return {Tier(tier): first for tier, first in found.annotate(Min("effective_from")).order_by()}


def now(engagement: Engagement, *, at: datetime) -> list[Now]:
    """Return who is on watch in every tier that has a roster, or should have one."""
    found = {
        shift.tier: shift
        for shift in shifts(engagement, None, at - MARGIN, at + MARGIN)
        if shift.starts_at <= at < shift.ends_at
    }
    return [Now(tier=tier, shift=shift if (shift := found.get(tier)) and shift.person else None) for tier in Tier]


def shifts_of(
    engagement: Engagement, person: Person, *, since: datetime, until: datetime, tier: Tier | None = None
) -> list[Shift]:
    """Return the shifts of one person, whole, that touch a span."""
    found = shifts(engagement, tier, since - MARGIN, until + MARGIN)
    return sorted(
        (shift for shift in found if shift.person == person and shift.ends_at > since and shift.starts_at < until),
        key=lambda shift: shift.starts_at,
    )


def shift_at(roster: models.Roster, moment: datetime) -> Shift | None:
    """Return the whole shift of a tier that an instant lies in."""
    tier = Tier(roster.tier)
    found = shifts(roster.engagement, tier, moment - MARGIN, moment + MARGIN)
    return next((shift for shift in found if shift.starts_at <= moment < shift.ends_at), None)


def roster_of(engagement: Engagement, tier: str) -> models.Roster | None:
    """Return the roster of a tier, where there is one."""
    return rosters(engagement).filter(tier=tier).select_related("engagement").first()


def versions(engagement: Engagement) -> QuerySet[models.RosterVersion]:
    """Return every version of every roster, the latest first."""
    found = models.RosterVersion.objects.filter(roster__engagement=engagement)
    return found.select_related("roster", "made_by").order_by("-made_at", "-number")


def latest_version(engagement: Engagement, tier: Tier) -> models.RosterVersion | None:
    """Return the version of a tier that was decided last."""
    return versions(engagement).filter(roster__tier=tier).order_by("-number").first()


def staff(engagement: Engagement, tier: Tier, *, at: datetime) -> QuerySet[Person]:
    """Return who may be on watch in a tier."""
    return people.persons_with_role(engagement, [Role(tier.value)], at=at)


def colleagues(engagement: Engagement, *, at: datetime) -> QuerySet[Person]:
    """Return everybody of the vendor in a contract."""
    return people.persons_with_role(engagement, VENDOR_ROLES, at=at)


def swaps_of(engagement: Engagement, person: Person, *, at: datetime) -> QuerySet[models.Swap]:
    """Return the open swap requests that a person made or must answer."""
    open_ones = models.Swap.objects.filter(
        Q(asked_by=person) | Q(asked_of=person),
        roster__engagement=engagement,
        state=SwapState.ASKED,
        expires_at__gt=at,
    )
    return open_ones.select_related("roster__engagement", "asked_by", "asked_of")


def swaps(engagement: Engagement) -> QuerySet[models.Swap]:
    """Return every swap request of a contract, the latest first."""
    found = models.Swap.objects.filter(roster__engagement=engagement)
    return found.select_related("roster__engagement", "asked_by", "asked_of")


def overrides(engagement: Engagement) -> QuerySet[models.Override]:
    """Return every override of a contract."""
    found = models.Override.objects.filter(roster__engagement=engagement)
    return found.select_related("roster__engagement", "person", "made_by")


def overrides_ahead(engagement: Engagement, *, at: datetime) -> QuerySet[models.Override]:
    """Return the overrides that hold now or later."""
    return overrides(engagement).filter(ends_at__gt=at, cancelled_at__isnull=True).order_by("starts_at")


def leaves(engagement: Engagement, *, at: datetime) -> QuerySet[models.Absence]:
    """Return who is or will be on leave."""
    found = models.Absence.objects.filter(
        engagement=engagement, is_deactivation=False, cancelled_at__isnull=True, ends_at__gt=at
    )
    return found.select_related("person", "engagement").order_by("starts_at")


def notes(engagement: Engagement, tiers: list[Tier]) -> QuerySet[models.HandOverNote]:
    """Return the hand-over notes of some tiers, the latest first."""
    found = models.HandOverNote.objects.filter(roster__engagement=engagement, roster__tier__in=tiers)
    return found.select_related("roster", "written_by")


def unplanned(engagement: Engagement) -> list[Tier]:
    """Return the tiers for which there is no roster at all: nobody is on watch there, and no gap is looked for."""
    planned = set(rosters(engagement).values_list("tier", flat=True))
    return [tier for tier in Tier if tier.value not in planned]


def feeds(engagement: Engagement, person: Person) -> QuerySet[models.Feed]:
    """Return a person's own calendar addresses that still work."""
    return models.Feed.objects.filter(engagement=engagement, person=person, revoked_at__isnull=True)
