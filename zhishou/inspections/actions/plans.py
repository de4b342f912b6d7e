"""Plans: made, changed and stopped by the service manager."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jishi.refusals.door import Invalid, Refusal
from zhishou.inspections.actions.foreseeing import foresee_plan
from zhishou.inspections.models import Plan, Round, Sheet
from zhishou.inspections.queries.plans import inspectors
from zhishou.inspections.rules.words import PLANS, PlanKind, RoundState
from zhishou.ledger.actions import record
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.systems.models import ManagedSystem


class NeedsPlanName(Invalid):
    """Give the plan a name of at most 120 characters."""


class NotAnInspector(Invalid):
    """Only an engineer of the service team of this contract can go on a round."""


class NotOfThisContract(Invalid):
    """The system and the sheet of a plan belong to its contract."""


class NeedsDays(Invalid):
    """A special inspection has a first and a last day, and a plan does not end before it begins."""


class PlanIsOver(Refusal):
    """This plan has been stopped already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWords:
    """What a plan says."""

    name: str
    kind: PlanKind
    system: ManagedSystem
    sheet: Sheet
    engineer: Person
    weekday: int = 2
    hour: int = 10
    first_day: date
    last_day: date | None = None


def make_plan(*, engagement: Engagement, words: PlanWords, by: Person, at: datetime) -> Plan:
    """Make a plan; the rounds that it asks for within a week are there at once."""
    require_role(by, engagement, PLANS, at=at)
    _check(engagement, words, at=at)
    with transaction.atomic():
        plan = Plan.objects.create(
            engagement=engagement, made_at=at, made_by=by, kind=words.kind, system=words.system, **_columns(words)
        )
        _file(plan, "plan_made", by=by, at=at)
        foresee_plan(plan, at=at)
    return plan


def change_plan(*, plan: Plan, words: PlanWords, by: Person, at: datetime) -> Plan:
    """Change a plan from its next round on; what it inspects, and how often, stays: that is another plan."""
    require_role(by, plan.engagement, PLANS, at=at)
    _check(plan.engagement, words, at=at)
    columns = _columns(words)
    with transaction.atomic():
        held = Plan.objects.select_for_update().get(pk=plan.pk)
        if not held.is_active:
            raise PlanIsOver
        for name, value in columns.items():
            setattr(plan, name, value)
        plan.save(update_fields=list(columns))
        # What nobody has begun follows the plan: it is foreseen anew.
        for one in Round.objects.filter(plan=plan, state=RoundState.DUE, begun_at__isnull=True):
            one.engineer = plan.engineer
            one.save(update_fields=["engineer"])
        _file(plan, "plan_changed", by=by, at=at)
        foresee_plan(plan, at=at)
    return plan


def stop_plan(*, plan: Plan, by: Person, at: datetime) -> None:
    """Let a plan ask for no further round; those that are foreseen and have not begun yet are called off."""
    require_role(by, plan.engagement, PLANS, at=at)
    with transaction.atomic():
        if not Plan.objects.filter(pk=plan.pk, is_active=True).update(is_active=False):
            raise PlanIsOver
        plan.is_active = False
        ahead = Round.objects.filter(plan=plan, state=RoundState.DUE, starts_at__gt=at)
        ahead.update(state=RoundState.CANCELLED, cancel_reason=plan.name)
        _file(plan, "plan_stopped", by=by, at=at)


def _check(engagement: Engagement, words: PlanWords, *, at: datetime) -> None:
    name = words.name.strip()
    if not name or len(name) > 120 or "\x00" in name:  # noqa: PLR2004 - the column's size
        raise NeedsPlanName
    if words.system.contract.engagement_id != engagement.pk or words.sheet.engagement_id != engagement.pk:
        raise NotOfThisContract
    if not inspectors(engagement, at=at).filter(pk=words.engineer.pk).exists():
        raise NotAnInspector
    if words.last_day is None and words.kind is PlanKind.SPECIAL:
        raise NeedsDays
    if words.last_day is not None and words.last_day < words.first_day:
        raise NeedsDays


def _columns(words: PlanWords) -> dict[str, object]:
    return {
        "name": words.name.strip(),
        "sheet": words.sheet,
        "engineer": words.engineer,
        "weekday": words.weekday,
        "hour": words.hour,
        "first_day": words.first_day,
        "last_day": words.last_day,
    }


def _file(plan: Plan, what: str, *, by: Person, at: datetime) -> None:
    record(
        what=f"inspections.{what}",
        about_kind="inspection_plan",
        about_key=str(plan.uuid),
        engagement=plan.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={
            "name": plan.name,
            "kind": plan.kind,
            "system": plan.system.code,
            "sheet": plan.sheet.code,
            "engineer": str(plan.engineer.uuid),
            "weekday": plan.weekday,
            "hour": plan.hour,
            "first_day": plan.first_day.isoformat(),
            "last_day": plan.last_day.isoformat() if plan.last_day else "",
        },
    )
