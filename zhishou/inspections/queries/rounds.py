"""Rounds, for whoever is looking; and those that are due, for background work."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotThere
from zhishou.inspections.models import Act, Picture, Plan, Result, Round, Signature, Talk
from zhishou.inspections.rules.slots import WARN_BEFORE
from zhishou.inspections.rules.words import OPEN, SEES, ActKind, RoundState
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

WITH = (
    "plan__system", "plan__sheet", "sheet_version__sheet", "engagement__client", "engagement__vendor", "engineer",
    "prepared_by", "reviewed_by",
)  # fmt: skip
OPEN_STATES = [one.value for one in OPEN]


def rounds_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Round]:
    """Return the rounds of a contract, the latest first."""
    require_role(viewer, engagement, SEES, at=at)
    return Round.objects.filter(engagement=engagement).select_related(*WITH)


def wanted_rounds(viewer: Person, *, engagement: Engagement, which: str, at: datetime) -> QuerySet[Round]:
    """Return a list: mine that are open, all that are open, or those that are over."""
    found = rounds_of(viewer, engagement=engagement, at=at)
    if which == "over":
        return found.exclude(state__in=OPEN_STATES)
    found = found.filter(state__in=OPEN_STATES).order_by("planned_for", "id")
    return found.filter(engineer=viewer) if which == "mine" else found


def my_due_rounds(viewer: Person, *, engagements: Iterable[Engagement], at: datetime) -> QuerySet[Round]:
    """Return the viewer's open rounds whose time has come, in these of his contracts, the most urgent first."""
    found = Round.objects.filter(engineer=viewer, engagement__in=list(engagements), state__in=OPEN_STATES)
    return found.filter(starts_at__lte=at).select_related(*WITH).order_by("due_at", "id")


def get_round(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Round:
    """Return one round; another's and one that does not exist look the same."""
    found = rounds_of(viewer, engagement=engagement, at=at).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def round_of_event(*, uuid: str) -> Round | None:
    """Return the round that an event names; for background work, where nobody is looking."""
    return Round.objects.select_related(*WITH).filter(uuid=uuid).first()


def results_of(inspection: Round) -> QuerySet[Result]:
    """Return what the items of a round came to, in the order of the sheet; the caller already sees the round."""
    return Result.objects.filter(round=inspection).select_related("before__round", "finding")


def get_result(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Result:
    """Return one figure of a round."""
    seen = rounds_of(viewer, engagement=engagement, at=at)
    found = Result.objects.filter(round__in=seen, uuid=uuid)
    result = found.select_related("round__plan__system", "round__engagement", "before__round", "finding").first()
    if result is None:
        raise NotThere
    return result


def past_of(result: Result, *, most: int = 12) -> QuerySet[Result]:
    """Return the same item in earlier closed rounds of the plan, the latest first."""
    found = Result.objects.filter(
        key=result.key, round__plan=result.round.plan, round__planned_for__lt=result.round.planned_for
    )
    return (
        found.filter(round__state=RoundState.CLOSED).select_related("round").order_by("-round__planned_for")[:most]
    )


def acts_of(inspection: Round) -> QuerySet[Act]:
    """Return what happened on a round, as it was told."""
    return Act.objects.filter(round=inspection).prefetch_related("pictures").order_by("id")


def talks_of(inspection: Round) -> QuerySet[Talk]:
    """Return the talks with users of a round."""
    return Talk.objects.filter(round=inspection).select_related("act")


def signature_of(inspection: Round) -> Signature | None:
    """Return the client's hand under a round."""
    return Signature.objects.filter(round=inspection).first()


def pictures_of(inspection: Round) -> QuerySet[Picture]:
    """Return the photographs of a round, in the order in which they were taken."""
    return Picture.objects.filter(act__round=inspection).select_related("act")


def get_picture(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Picture:
    """Return one photograph."""
    seen = rounds_of(viewer, engagement=engagement, at=at)
    found = Picture.objects.filter(act__round__in=seen, uuid=uuid).select_related("act__round").first()
    if found is None:
        raise NotThere
    return found


def round_of_plan(plan: Plan, *, at: datetime) -> Round | None:
    """Return the round of a plan whose time it is; for background work, where nobody is looking."""
    return Round.objects.select_related(*WITH).filter(plan=plan, starts_at__lte=at, due_at__gt=at).first()


def round_before(inspection: Round) -> Round | None:
    """Return the round that this one is compared with: the last of its plan that was closed before."""
    found = Round.objects.filter(
        plan=inspection.plan, state=RoundState.CLOSED, planned_for__lt=inspection.planned_for
    )
    return found.order_by("-planned_for", "-id").first()


def rounds_before(inspection: Round, *, most: int) -> list[Round]:
    """Return the closed rounds before this one, the latest first."""
    found = Round.objects.filter(
        plan=inspection.plan, state=RoundState.CLOSED, planned_for__lt=inspection.planned_for
    )
    return list(found.order_by("-planned_for", "-id")[:most])


def rounds_to_gather(*, at: datetime) -> QuerySet[Round]:
    """Return the rounds whose time has come and whose measured part nobody has gathered yet."""
    found = Round.objects.filter(state__in=OPEN_STATES, planned_for__lte=at, due_at__gt=at - timedelta(days=1))
    return found.filter(gathered_at__isnull=True).select_related(*WITH)


def rounds_to_tell(*, at: datetime) -> QuerySet[Round]:
    """Return the open rounds of which there may be news: near, nearly over, or over."""
    near = Q(ahead_told_at__isnull=True, planned_for__lte=at + timedelta(days=1))
    late = Q(late_told_at__isnull=True, due_at__lte=at + WARN_BEFORE)
    missed = Q(missed_told_at__isnull=True, due_at__lte=at)
    return Round.objects.filter(near | late | missed, state__in=OPEN_STATES).select_related(*WITH)


def begun_of(inspection: Round) -> Act | None:
    """Return the act by which the round was begun on site."""
    return Act.objects.filter(round=inspection, kind=ActKind.BEGIN).first()


def referenced_pictures(digests: list[str]) -> set[str]:
    """Return which of some contents a photograph of ours refers to; for background work."""
    return set(Picture.objects.filter(sha256__in=digests).order_by().values_list("sha256", flat=True))
