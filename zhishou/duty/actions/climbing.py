"""One tick of all ladders: gather what is due, decide, apply under a conditional claim."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from jishi.outbox.door import publish
from zhishou.duty import events, models, rules
from zhishou.duty.actions.facts import fact_of, record
from zhishou.duty.models.ladders import RunState
from zhishou.duty.queries.links import link_of
from zhishou.duty.queries.rosters import who_is_on
from zhishou.duty.queries.stored import policy_from_json
from zhishou.notify import actions as notify
from zhishou.notify.rules import Message, Urgency
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Role, Tier

AT_A_TIME = 500


def climb_due(*, at: datetime) -> int:
    """Take every due step; one ladder that cannot be climbed does not keep the others from it."""
    due = models.LadderRun.objects.filter(state=RunState.RUNNING, next_at__lte=at).order_by("next_at")
    climbed, errors = 0, []
    for run in due.select_related("engagement")[:AT_A_TIME]:
        try:
            climbed += climb_one(run, at=at)
        except Exception as error:  # noqa: BLE001 - raised again below, after the other ladders had their turn
            errors.append(error)
    if errors:
        raise ExceptionGroup("Some ladders could not be climbed.", errors)
    return climbed


def climb_started(*, uuid: str, at: datetime) -> bool:
    """Take the first step of a ladder that was just started, without waiting for the next tick."""
    run = models.LadderRun.objects.filter(uuid=uuid, state=RunState.RUNNING, next_at__lte=at)
    return any(climb_one(one, at=at) for one in run.select_related("engagement"))


def who_can_be_called(engagement: Engagement, *, at: datetime) -> dict[Tier, Person | None]:
    """Return who is on watch now and may act: a closed account or a lost role cannot be called."""
    able = set(
        people.persons_with_role(engagement, [Role(tier.value) for tier in Tier], at=at).values_list(
            "pk", flat=True
        )
    )
    return {
        tier: person if person and person.pk in able else None
        for tier, person in who_is_on(engagement, at=at).items()
    }


@transaction.atomic
def climb_one(run: models.LadderRun, *, at: datetime) -> bool:
    """Take the due step of one ladder, unless another tick was first; all in one transaction."""
    watch = who_can_be_called(run.engagement, at=at)
    policy = policy_from_json(run.policy)
    done = rules.climb(
        policy,
        position=run.position,
        due_at=run.due_at,
        at=at,
        on_watch={tier: person.pk if person else None for tier, person in watch.items()},
        least_wait=timedelta(seconds=settings.LADDER_CATCH_UP_SECONDS),
    )
    mine = models.LadderRun.objects.filter(
        pk=run.pk, state=RunState.RUNNING, cycle=run.cycle, position=run.position, next_at=run.next_at
    )
    claimed = mine.update(
        position=done.position,
        due_at=done.due_at,
        next_at=done.next_at,
        state=RunState.EXHAUSTED if done.exhausted else RunState.RUNNING,
        ended_at=at if done.exhausted else None,
    )
    if not claimed:
        return False  # another tick, an answer or a stop was first
    persons = {person.pk: person for person in watch.values() if person}
    for step in done.taken:
        _apply(run, step, persons, first_round=step.position < len(policy.steps), at=at)
    if done.exhausted:
        _exhausted(run, due_at=done.due_at, at=at)
    return True


def _apply(
    run: models.LadderRun,
    step: rules.StepTaken,
    persons: dict[int, Person],
    *,
    first_round: bool,
    at: datetime,
) -> None:
    row = models.LadderStep.objects.create(
        run=run,
        cycle=run.cycle,
        position=step.position,
        tiers=[tier.value for tier in step.tiers],
        is_empty=not step.called,
        due_at=step.due_at,
        taken_at=at,
    )
    called = [
        models.Page.objects.create(step=row, person=persons[pk], tier=tier, made_at=at) for tier, pk in step.called
    ]
    payload = {
        "position": step.position,
        "tiers": row.tiers,
        "called": [{"person": str(page.person.uuid), "name": page.person.name} for page in called],
    }
    record("ladder_step", run, payload, by=None, happened_at=step.due_at, at=at)
    for page in called:
        _call(run, page, at=at)
    if not called:
        publish(fact_of(events.LadderStepEmpty, run, happened_at=at, tiers=row.tiers), at=at)
        if first_round:  # the same hole in a later round is no news
            _alarm("duty.empty_step", run, key=f"{run.cycle}:{step.position}", at=at)


def _call(run: models.LadderRun, page: models.Page, *, at: datetime) -> None:
    message = Message(
        kind="duty.page",
        words={"title": run.title, "level": run.level, "contract": run.engagement.name, "name": page.person.name},
        urgency=Urgency.PAGE,
        link=link_of(page),
        dedup_key=f"duty.page:{page.uuid}",
        engagement_code=run.engagement.code,
    )
    notify.tell(to=[page.person], message=message, at=at)
    paged = fact_of(events.PersonPaged, run, happened_at=at, person_uuid=str(page.person.uuid), tier=str(page.tier))
    publish(paged, at=at)


def _exhausted(run: models.LadderRun, *, due_at: datetime, at: datetime) -> None:
    record("ladder_exhausted", run, {}, by=None, happened_at=due_at, at=at)
    publish(fact_of(events.LadderExhausted, run, happened_at=due_at), at=at)
    _alarm("duty.exhausted", run, key=str(run.cycle), at=at)


def _alarm(kind: str, run: models.LadderRun, *, key: str, at: datetime) -> None:
    managers = list(people.persons_with_role(run.engagement, [Role.MANAGER], at=at))
    if not managers:
        return
    message = Message(
        kind=kind,
        words={"title": run.title, "level": run.level, "contract": run.engagement.name},
        urgency=Urgency.PAGE,
        link=f"/c/{run.engagement.code}/duty/ladders/{run.uuid}/",
        dedup_key=f"{kind}:{run.uuid}:{key}",
        engagement_code=run.engagement.code,
    )
    notify.tell(to=managers, message=message, at=at)
