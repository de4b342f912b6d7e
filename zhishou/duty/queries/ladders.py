"""Ladders as they run, and the policies they are climbed by."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from jishi.refusals.door import NotThere
from zhishou.contracts import queries as contracts
from zhishou.contracts.rules import Level
from zhishou.duty import models, rules
from zhishou.duty.models.ladders import RunState
from zhishou.duty.queries.rosters import VIEWERS
from zhishou.duty.queries.stored import policy_from_json
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person


def ladder_policies(engagement: Engagement, level: Level) -> QuerySet[models.LadderPolicy]:
    """Return the versions for a level, the latest first."""
    found = models.LadderPolicy.objects.filter(engagement=engagement, level=level)
    return found.select_related("made_by").order_by("-number")


def ladder_policy(engagement: Engagement, level: Level, *, at: datetime) -> rules.Policy:
    """Return the ladder in force for a level: the version made here, else the contract's, else the built-in one."""
    latest = ladder_policies(engagement, level).first()
    if latest:
        return policy_from_json(latest.policy)
    try:
        agreed = contracts.policy_in_force(engagement=engagement, at=at)
    except contracts.NoContract:
        return rules.default_policy(level)
    ladder = agreed.ladders[level]
    return rules.Policy(
        number=0,
        contract_version=agreed.number,
        steps=tuple(rules.Step(tiers=step.tiers, wait=step.wait) for step in ladder.steps),
        rounds=ladder.rounds,
    )


def _with_steps(runs: QuerySet[models.LadderRun]) -> QuerySet[models.LadderRun]:
    pages = Prefetch("pages", models.Page.objects.select_related("person"))
    steps = Prefetch("steps", models.LadderStep.objects.prefetch_related(pages))
    return runs.select_related("engagement", "acknowledged_by", "started_by").prefetch_related(steps)


def active_runs(engagement: Engagement) -> QuerySet[models.LadderRun]:
    """Return the ladders being climbed now, with their steps."""
    return _with_steps(models.LadderRun.objects.filter(engagement=engagement, state=RunState.RUNNING))


def recent_runs(engagement: Engagement) -> QuerySet[models.LadderRun]:
    """Return every ladder of a contract, the latest first, with its steps."""
    return _with_steps(models.LadderRun.objects.filter(engagement=engagement))


def runs_calling(person: Person, *, engagements: Iterable[Engagement]) -> QuerySet[models.LadderRun]:
    """Return the running ladders that have called this person and wait for an answer."""
    called = models.Page.objects.filter(person=person, step__cycle=F("step__run__cycle")).values("step__run")
    running = models.LadderRun.objects.filter(engagement__in=engagements, state=RunState.RUNNING, pk__in=called)
    return running.select_related("engagement").order_by("started_at")


def runs_about(engagement: Engagement, *, about_kind: str, about_key: str) -> QuerySet[models.LadderRun]:
    """Return every ladder that was climbed about one thing, for the area whose thing it is."""
    found = models.LadderRun.objects.filter(engagement=engagement, about_kind=about_kind, about_key=about_key)
    return found.select_related("engagement", "acknowledged_by")


def get_run(viewer: Person, *, uuid: UUID | str, at: datetime) -> models.LadderRun:
    """Return one ladder of a contract whose watch the viewer may see; anything else is not there."""
    mine = people.engagements_of(viewer, at=at)
    run = _with_steps(models.LadderRun.objects.filter(engagement__in=mine, uuid=uuid)).first()
    if run is None:
        raise NotThere
    people.require_role(viewer, run.engagement, VIEWERS, at=at)
    return run
