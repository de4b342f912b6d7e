"""Who is on watch, and every shift: gathered from a handful of rows, decided by the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from zhishou.duty import models, rules
from zhishou.duty.queries.stored import absence_of, override_of, version_of
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import VENDOR_ROLES, Role, Tier

VIEWERS = VENDOR_ROLES | {Role.CLIENT_ADMIN, Role.AUDITOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Somebody is on watch in a tier from a moment until another; with no person, nobody is."""

    tier: Tier
    starts_at: datetime
    ends_at: datetime
    person: Person | None
    source: rules.Source
    layer: str
    uid: str  # stable while the turn or override stands

    @property
    def exchange_key(self) -> str:
        """Name the shift among those of its tier, for forms."""
        return f"s.{self.starts_at.astimezone(UTC):%Y%m%dT%H%M%S}"

    @property
    def is_stand_in(self) -> bool:
        """Say whether somebody else stood in the rotation."""
        return self.source is not rules.Source.ROTATION


def require_viewer(viewer: Person, *, code: str, at: datetime) -> tuple[Engagement, frozenset[Role]]:
    """Return the engagement and the viewer's roles in it, for those who may see the watch."""
    engagement = people.get_engagement(viewer, code=code, at=at)
    return engagement, people.require_role(viewer, engagement, VIEWERS, at=at)


def rosters(engagement: Engagement) -> QuerySet[models.Roster]:
    """Return the rosters of a contract."""
    return models.Roster.objects.filter(engagement=engagement)


def gather(found: Iterable[models.Roster], *, since: datetime, until: datetime) -> dict[int, rules.Plan]:
    """Return what decides the watch in a span, by the roster's id: three queries, however many rosters."""
    by_id = {roster.pk: roster for roster in found}
    versions: dict[int, list[rules.Version]] = {pk: [] for pk in by_id}
    for version in models.RosterVersion.objects.filter(roster__in=by_id, effective_from__lt=until):
        versions[version.roster_id].append(version_of(version))
    overrides: dict[int, list[rules.Override]] = {pk: [] for pk in by_id}
    for override in models.Override.objects.filter(roster__in=by_id, starts_at__lt=until, ends_at__gt=since):
        overrides[override.roster_id].append(override_of(override))
    absences: dict[int, list[rules.Absence]] = {}
    gone = models.Absence.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=since),
        Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=since),
        engagement__in={roster.engagement_id for roster in by_id.values()},
        starts_at__lt=until,
    )
    for absence in gone:
        absences.setdefault(absence.engagement_id, []).append(absence_of(absence))
    return {
        pk: rules.Plan(
            zone=roster.zone,
            versions=tuple(versions[pk]),
            overrides=tuple(overrides[pk]),
            absences=tuple(absences.get(roster.engagement_id, ())),
        )
        for pk, roster in by_id.items()
    }


def who_is_on(engagement: Engagement, *, at: datetime) -> dict[Tier, Person | None]:
    """Return the one person on watch in every tier; a tier without a roster has nobody."""
    found = list(rosters(engagement))
    plans = gather(found, since=at, until=at + datetime.resolution)
    ids = {Tier(roster.tier): rules.on_watch(plans[roster.pk], at=at) for roster in found}
    persons = people.persons_by_id(pk for pk in ids.values() if pk is not None)
    return {tier: persons.get(ids.get(tier) or 0) for tier in Tier}


def on_watch(engagement: Engagement, tier: Tier, at: datetime) -> Person | None:
    """Return the one person on watch in a tier at an instant, past or future."""
    roster = rosters(engagement).filter(tier=tier).first()
    if roster is None:
        return None
    [plan] = gather([roster], since=at, until=at + datetime.resolution).values()
    person = rules.on_watch(plan, at=at)
    return None if person is None else people.persons_by_id([person])[person]


def shifts(engagement: Engagement, tier: Tier | None, since: datetime, until: datetime) -> list[Shift]:
    """Return every shift of a tier, or of all, that touches a span; cut at its edges, gaps included."""
    found = list(rosters(engagement) if tier is None else rosters(engagement).filter(tier=tier))
    plans = gather(found, since=since, until=until)
    spans = [
        (roster, span) for roster in found for span in rules.shifts(plans[roster.pk], since=since, until=until)
    ]
    persons = people.persons_by_id(span.person for _, span in spans if span.person is not None)
    return [
        Shift(
            tier=Tier(roster.tier),
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            person=persons[span.person] if span.person else None,
            source=span.source,
            layer=span.layer,
            uid=f"{roster.uuid}.{span.key}" if span.key else "",
        )
        for roster, span in spans
    ]
