"""Looks weeks ahead for stretches in which a tier cannot be reached, and tells the managers once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from jishi.outbox.door import publish
from zhishou.duty import models, rules
from zhishou.duty.events import CoverageGapFound
from zhishou.duty.queries.coverage import is_same, spans_ahead
from zhishou.ledger import actions as ledger
from zhishou.notify import actions as notify
from zhishou.notify.rules import Message, Urgency
from zhishou.people import queries as people
from zhishou.people.rules import Role, Tier


def check_coverage(*, at: datetime) -> int:
    """Find gaps ahead in every roster, announce the new ones, close those that are mended or past."""
    return sum(_check(roster, at=at) for roster in models.Roster.objects.select_related("engagement"))


@transaction.atomic
def _check(roster: models.Roster, *, at: datetime) -> int:
    models.Roster.objects.select_for_update().get(pk=roster.pk)  # two ticks would announce twice
    known = list(models.Gap.objects.filter(roster=roster, closed_at__isnull=True))
    new = 0
    for span in spans_ahead([roster], at=at)[roster]:
        same = next((gap for gap in known if is_same(gap, span)), None)
        if same is None:
            _announce(roster, span, at=at)
            new += 1
            continue
        known.remove(same)
        if same.ends_at != span.ends_at:
            same.ends_at = span.ends_at
            same.save(update_fields=["ends_at"])
    models.Gap.objects.filter(pk__in=[gap.pk for gap in known]).update(closed_at=at)
    return new


def _announce(roster: models.Roster, span: rules.GapSpan, *, at: datetime) -> None:
    person = people.persons_by_id([span.person])[span.person] if span.person else None
    gap = models.Gap.objects.create(
        roster=roster,
        kind=span.kind,
        person=person,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        found_at=at,
    )
    event = CoverageGapFound(
        engagement_code=roster.engagement.code,
        tier=roster.tier,
        kind=span.kind,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        person_uuid=str(person.uuid) if person else "",
    )
    ledger.record(
        what="duty.gap_found",
        about_kind="roster",
        about_key=str(roster.uuid),
        engagement=roster.engagement,
        by=None,
        happened_at=at,
        at=at,
        payload={
            "tier": roster.tier,
            "kind": span.kind.value,
            "person": event.person_uuid,
            "starts_at": span.starts_at.isoformat(),
            "ends_at": span.ends_at.isoformat(),
        },
        process="duty",
    )
    publish(event, at=at)
    _tell(roster, gap, at=at)


def _tell(roster: models.Roster, gap: models.Gap, *, at: datetime) -> None:
    managers = list(people.persons_with_role(roster.engagement, [Role.MANAGER], at=at))
    if not managers:
        return
    message = Message(
        kind="duty.gap",
        words={
            "contract": roster.engagement.name,
            "tier": Tier(roster.tier).value,
            "kind": str(gap.kind),
            "person": gap.person.name if gap.person else "",
            "starts_at": _local(gap.starts_at, roster),
            "ends_at": _local(gap.ends_at, roster),
        },
        urgency=Urgency.PROMPT,
        link=f"/c/{roster.engagement.code}/duty/gaps/",
        dedup_key=f"duty.gap:{gap.pk}",
        engagement_code=roster.engagement.code,
    )
    notify.tell(to=managers, message=message, at=at)


def _local(moment: datetime, roster: models.Roster) -> str:
    return f"{moment.astimezone(ZoneInfo(roster.zone)):%Y-%m-%d %H:%M}"
