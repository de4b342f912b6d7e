"""Rounds are foreseen from their plans, and those are told of it who must not forget them."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from zhishou.contracts.queries import NoContract, calendar_in_force, inspection_weeks
from zhishou.inspections.actions.numbers import next_number
from zhishou.inspections.actions.recording import file_round
from zhishou.inspections.events import RoundMissed
from zhishou.inspections.models import Plan, Round
from zhishou.inspections.queries.plans import active_plans, newest_sheet_version
from zhishou.inspections.queries.rounds import rounds_to_tell
from zhishou.inspections.rules.slots import AHEAD, WARN_BEFORE, Slot, Week, daily, special, weekly
from zhishou.inspections.rules.words import PlanKind, RoundState
from zhishou.notify.actions import tell
from zhishou.notify.rules import Message, Urgency
from zhishou.people.models import Person
from zhishou.people.queries import persons_with_role
from zhishou.people.rules import Role

NEAR = timedelta(days=1)


def foresee(*, at: datetime) -> int:
    """Make every round that a plan asks for and that begins within a week; each once, whoever is first."""
    return sum(foresee_plan(plan, at=at) for plan in active_plans())


def foresee_plan(plan: Plan, *, at: datetime) -> int:
    """Make the rounds of one plan that begin within a week; what has ended by now is not made up for."""
    try:
        slots = _slots(plan, at=at)
    except NoContract:
        return 0
    slots = [slot for slot in slots if slot.due_at > at and slot.starts_at < at + AHEAD]
    known = set(Round.objects.filter(plan=plan, key__in=[slot.key for slot in slots]).values_list("key", flat=True))
    return sum(_make(plan, slot, at=at) for slot in slots if slot.key not in known)


def _slots(plan: Plan, *, at: datetime) -> list[Slot]:
    calendar = calendar_in_force(engagement=plan.engagement, at=at)
    last = plan.last_day or date.max
    if plan.kind == PlanKind.SPECIAL:
        return [special(calendar=calendar, hour=plan.hour, first=plan.first_day, last=last)]
    if plan.kind == PlanKind.DAILY:
        today = at.astimezone(calendar.tz).date()
        first, until = max(today, plan.first_day), min(today + AHEAD, last)
        return list(daily(calendar=calendar, hour=plan.hour, first=first, last=until))
    weeks = (
        Week(key=one.key, starts_at=one.starts_at, due_at=one.due_at)
        for one in inspection_weeks(engagement=plan.engagement, since=at, until=at + AHEAD)
        if one.starts_at is not None
    )
    slots = weekly(weeks, calendar=calendar, weekday=plan.weekday, hour=plan.hour)
    return [
        slot
        for slot in slots
        if slot.due_at.astimezone(calendar.tz).date() > plan.first_day
        and slot.starts_at.astimezone(calendar.tz).date() <= last
    ]


def _make(plan: Plan, slot: Slot, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            made = Round.objects.create(
                engagement=plan.engagement,
                plan=plan,
                sheet_version=newest_sheet_version(plan.sheet),
                number=next_number(plan.engagement, of="round"),
                key=slot.key,
                state=RoundState.DUE,
                engineer=plan.engineer,
                starts_at=slot.starts_at,
                planned_for=slot.planned_for,
                due_at=slot.due_at,
                made_at=at,
            )
            payload = {"plan": str(plan.uuid), "due_at": slot.due_at.isoformat()}
            file_round(made, "round_foreseen", by=None, happened_at=at, at=at, payload=payload)
    except IntegrityError:
        if Round.objects.filter(plan=plan, key=slot.key).exists():
            return False  # another worker was first
        raise
    return True


def tell_due(*, at: datetime) -> int:
    """Tell the engineer that a round is near, and him and the manager that it is nearly over, or was missed."""
    return sum(_tell(inspection, at=at) for inspection in rounds_to_tell(at=at))


def _tell(inspection: Round, *, at: datetime) -> bool:
    if inspection.due_at <= at:
        return _missed(inspection, at=at)
    if inspection.due_at - WARN_BEFORE <= at and inspection.late_told_at is None:
        return _once(
            inspection, "late_told_at", "round_late", [inspection.engineer, *_managers(inspection, at)], at
        )
    if inspection.planned_for - NEAR <= at and inspection.ahead_told_at is None:
        return _once(inspection, "ahead_told_at", "round_ahead", [inspection.engineer], at)
    return False


def _missed(inspection: Round, *, at: datetime) -> bool:
    with transaction.atomic():
        if not _claim(inspection, "missed_told_at", at):
            return False
        publish(
            RoundMissed(
                engagement_code=inspection.engagement.code,
                round_uuid=str(inspection.uuid),
                number=inspection.number,
                due_at=inspection.due_at,
            ),
            at=at,
        )
        payload = {"due_at": inspection.due_at.isoformat()}
        file_round(inspection, "round_missed", by=None, happened_at=inspection.due_at, at=at, payload=payload)
        # Of a week of the contract both parties are told by its milestone; of the others by nobody else.
        if inspection.plan.kind != PlanKind.WEEKLY:
            persons = [inspection.engineer, *_managers(inspection, at), *_clients(inspection, at)]
            _send(inspection, "round_missed", persons, at)
    return True


def _once(inspection: Round, column: str, kind: str, persons: list[Person], at: datetime) -> bool:
    with transaction.atomic():
        if not _claim(inspection, column, at):
            return False
        _send(inspection, kind, persons, at)
    return True


def _claim(inspection: Round, column: str, at: datetime) -> bool:
    held = Round.objects.filter(pk=inspection.pk, state=inspection.state, **{f"{column}__isnull": True})
    return bool(held.update(**{column: at}))


def _managers(inspection: Round, at: datetime) -> list[Person]:
    return list(persons_with_role(inspection.engagement, [Role.MANAGER], at=at))


def _clients(inspection: Round, at: datetime) -> list[Person]:
    return list(persons_with_role(inspection.engagement, [Role.CLIENT_ADMIN], at=at))


def _send(inspection: Round, kind: str, persons: list[Person], at: datetime) -> None:
    calendar = calendar_in_force(engagement=inspection.engagement, at=at)
    code = inspection.engagement.code
    message = Message(
        kind=f"inspections.{kind}",
        words={
            "contract": inspection.engagement.name,
            "plan": inspection.plan.name,
            "system": inspection.plan.system.name,
            "planned": inspection.planned_for.astimezone(calendar.tz).strftime("%Y-%m-%d %H:%M"),
            "due": (inspection.due_at - timedelta(seconds=1)).astimezone(calendar.tz).strftime("%Y-%m-%d %H:%M"),
        },
        urgency=Urgency.PROMPT,
        link=f"/c/{code}/inspections/rounds/{inspection.uuid}/",
        dedup_key=f"inspections.{kind}:{inspection.uuid}",
        engagement_code=code,
    )
    tell(to=list({person.pk: person for person in persons}.values()), message=message, at=at)
