"""Where the watch will not be kept: read off the rosters as they stand, whatever was announced until now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from zhishou.duty import models, rules
from zhishou.duty.queries.rosters import gather, rosters
from zhishou.notify import actions as notify
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Role, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAhead:
    """From a moment until another a tier cannot be reached; `found_at` is when that was announced, if it was."""

    tier: Tier
    kind: rules.GapKind
    person: Person | None
    starts_at: datetime
    ends_at: datetime
    found_at: datetime | None


def gaps(engagement: Engagement, *, at: datetime) -> list[GapAhead]:
    """Return the gaps from now on, as far as is looked ahead, the nearest first."""
    known: dict[int, list[models.Gap]] = {}
    for gap in models.Gap.objects.filter(roster__engagement=engagement, closed_at__isnull=True):
        known.setdefault(gap.roster_id, []).append(gap)
    ahead = spans_ahead(rosters(engagement).select_related("engagement"), at=at)
    persons = people.persons_by_id(span.person for spans in ahead.values() for span in spans if span.person)
    found = [
        GapAhead(
            tier=Tier(roster.tier),
            kind=span.kind,
            person=persons[span.person] if span.person else None,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            found_at=next((gap.found_at for gap in known.get(roster.pk, ()) if is_same(gap, span)), None),
        )
        for roster, spans in ahead.items()
        for span in spans
    ]
    ranks = list(Tier)
    return sorted(found, key=lambda one: (one.starts_at, ranks.index(one.tier), one.ends_at))


def spans_ahead(found: Iterable[models.Roster], *, at: datetime) -> dict[models.Roster, list[rules.GapSpan]]:
    """Return the gaps of each roster from now on, as far as is looked ahead."""
    by_id = {roster.pk: roster for roster in found}
    until = at + timedelta(days=settings.DUTY_LOOK_AHEAD_DAYS)
    plans = gather(by_id.values(), since=at, until=until)
    turns = {pk: rules.shifts(plans[pk], since=at, until=until) for pk in by_id}
    persons = people.persons_by_id(shift.person for shifts in turns.values() for shift in shifts if shift.person)
    reachable = notify.reachable(persons.values())
    return {
        roster: rules.gaps(turns[pk], faults=_faults_of(roster, persons, reachable, at=at))
        for pk, roster in by_id.items()
    }


def is_same(gap: models.Gap, span: rules.GapSpan) -> bool:
    """Say whether a gap is one that was announced: its edges may move, as the look ahead does."""
    overlaps = gap.starts_at <= span.ends_at and span.starts_at <= gap.ends_at
    return (gap.kind, gap.person_id) == (span.kind, span.person) and overlaps


def _faults_of(
    roster: models.Roster, persons: Mapping[int, Person], reachable: set[int], *, at: datetime
) -> dict[int, Sequence[rules.GapKind]]:
    """Return why a person named in a roster could not be called, gravest first."""
    role = Role(roster.tier)
    able = people.persons_with_role(roster.engagement, [role], at=at).values_list("pk", flat=True)
    holders, found = set(able), dict[int, Sequence[rules.GapKind]]()
    for pk, person in persons.items():
        wrong = []
        if not person.is_active:
            wrong.append(rules.GapKind.DEACTIVATED)
        elif pk not in holders:
            wrong.append(rules.GapKind.NO_ROLE)
        elif pk not in reachable:
            wrong.append(rules.GapKind.NO_CHANNEL)
        found[pk] = wrong
    return found
