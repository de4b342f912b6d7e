"""Ladders from outside: start, answer, take the answer back, stop. The climbing itself is in `climbing`."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotThere, Refusal, Stale
from zhishou.contracts.rules import Level
from zhishou.duty import events, models, rules
from zhishou.duty.actions.facts import fact_of, record
from zhishou.duty.actions.rosters import require_manager
from zhishou.duty.models.ladders import RunState
from zhishou.duty.queries.ladders import ladder_policy
from zhishou.duty.queries.links import page_of_link
from zhishou.duty.queries.stored import policy_to_json
from zhishou.ledger import actions as ledger
from zhishou.notify import actions as notify
from zhishou.notify.rules import Message, Urgency
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import VENDOR_ROLES

MOST_STEPS, MOST_ROUNDS = 20, 20


class EmptyLadder(Invalid):
    """A ladder needs one to twenty steps, each with a tier and a wait, and one to twenty rounds."""


class AlreadyAnswered(Refusal):
    """%(person)s answered this already."""


class NotRunning(Refusal):
    """This ladder is no longer running."""


class StillRunning(Refusal):
    """This ladder is running already."""


class LinkUsed(Refusal):
    """This link was used already, or has expired. Sign in to see how it stands."""


@transaction.atomic
def set_ladder_policy(
    *,
    engagement: Engagement,
    level: Level,
    steps: Sequence[rules.Step],
    rounds: int,
    reason: str = "",
    by: Person,
    at: datetime,
) -> models.LadderPolicy:
    """Make the next version of a level's ladder; running ladders stay on the copy that they began with."""
    require_manager(by, engagement, at=at)
    whole = all(step.tiers and step.wait > timedelta() for step in steps)
    if not 1 <= len(steps) <= MOST_STEPS or not 1 <= rounds <= MOST_ROUNDS or not whole:
        raise EmptyLadder
    before = ladder_policy(engagement, level, at=at)
    policy = rules.Policy(number=before.number + 1, steps=tuple(steps), rounds=rounds)
    try:
        with transaction.atomic():
            made = models.LadderPolicy.objects.create(
                engagement=engagement,
                level=level,
                number=policy.number,
                policy=policy_to_json(policy),
                reason=reason,
                made_at=at,
                made_by=by,
            )
    except IntegrityError as error:
        raise Stale from error
    ledger.record(
        what="duty.ladder_policy_made",
        about_kind="ladder_policy",
        about_key=f"{level.value}.{policy.number}",
        engagement=engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"level": level.value, "policy": made.policy, "reason": reason},
    )
    return made


def start_ladder(
    *,
    engagement: Engagement,
    level: Level,
    about_kind: str,
    about_key: str,
    title: str,
    link: str = "",
    by: Person | None = None,
    process: str = "",
    at: datetime,
) -> models.LadderRun:
    """Begin to call people about something; asked again about the same thing, return the ladder that runs."""
    if by is not None:
        people.require_role(by, engagement, VENDOR_ROLES, at=at)
    same = models.LadderRun.objects.filter(
        engagement=engagement, about_kind=about_kind, about_key=about_key, state=RunState.RUNNING
    )
    running = same.first()
    if running is not None:
        return running
    try:
        with transaction.atomic():
            run = models.LadderRun.objects.create(
                engagement=engagement,
                level=level,
                about_kind=about_kind,
                about_key=about_key,
                title=title,
                link=link,
                policy=policy_to_json(ladder_policy(engagement, level, at=at)),
                due_at=at,
                next_at=at,
                started_at=at,
                started_by=by,
                process=process,
            )
            record("ladder_started", run, {"title": title, "policy": run.policy}, by=by, happened_at=at, at=at)
            publish(fact_of(events.LadderStarted, run, happened_at=at), at=at)
    except IntegrityError:
        return same.get()  # another process was first
    return run


@transaction.atomic
def acknowledge(*, run: models.LadderRun, by: Person, via: str, at: datetime) -> None:
    """Answer: somebody takes it on, and nobody else is called. Who and when are evidence."""
    people.require_role(by, run.engagement, VENDOR_ROLES, at=at)
    open_ones = models.LadderRun.objects.filter(
        pk=run.pk, state__in=[RunState.RUNNING, RunState.EXHAUSTED], cycle=run.cycle
    )
    answered = open_ones.update(
        state=RunState.ACKNOWLEDGED,
        acknowledged_at=at,
        acknowledged_by=by,
        acknowledged_via=via,
        ended_at=at,
    )
    if not answered:
        now = models.LadderRun.objects.select_related("acknowledged_by").get(pk=run.pk)
        if now.state == RunState.ACKNOWLEDGED:
            raise AlreadyAnswered(person=now.acknowledged_by)
        raise NotRunning
    record("ladder_acknowledged", run, {"via": via}, by=by, happened_at=at, at=at)
    answer = fact_of(events.LadderAcknowledged, run, happened_at=at, person_uuid=str(by.uuid), via=via)
    publish(answer, at=at)
    _tell_the_others(run, by=by, at=at)


def _tell_the_others(run: models.LadderRun, *, by: Person, at: datetime) -> None:
    pages = models.Page.objects.filter(step__run=run, step__cycle=run.cycle).exclude(person=by)
    called = {page.person for page in pages.select_related("person")}
    others = sorted((person for person in called if person.is_active), key=lambda person: person.pk)
    if others:
        message = Message(
            kind="duty.answered",
            words={"title": run.title, "person": by.name},
            urgency=Urgency.PROMPT,
            link=run.link,
            dedup_key=f"duty.answered:{run.uuid}:{run.cycle}",
            engagement_code=run.engagement.code,
        )
        notify.tell(to=others, message=message, at=at)


@transaction.atomic
def acknowledge_by_link(*, token: str, at: datetime) -> models.LadderRun:
    """Answer by the signed link of a page, without signing in; it works once, for whoever was called."""
    page = page_of_link(token, at=at)
    if page is None or not page.person.is_active:
        raise NotThere
    run = page.step.run
    unused = models.Page.objects.filter(pk=page.pk, used_at__isnull=True)
    if page.step.cycle != run.cycle or not unused.update(used_at=at):
        raise LinkUsed
    acknowledge(run=run, by=page.person, via="link", at=at)
    return run


@transaction.atomic
def reopen_ladder(*, run: models.LadderRun, reason: str, by: Person, at: datetime) -> None:
    """Take an answer back, or call again after nobody answered: the ladder starts from its foot."""
    people.require_role(by, run.engagement, VENDOR_ROLES, at=at)
    ended = models.LadderRun.objects.filter(pk=run.pk, cycle=run.cycle).exclude(state=RunState.RUNNING)
    try:
        with transaction.atomic():
            reopened = ended.update(
                state=RunState.RUNNING,
                cycle=run.cycle + 1,
                position=0,
                due_at=at,
                next_at=at,
                acknowledged_at=None,
                acknowledged_by=None,
                acknowledged_via="",
                ended_at=None,
            )
    except IntegrityError as error:
        raise StillRunning from error
    if not reopened:
        raise StillRunning
    run.refresh_from_db()
    record("ladder_reopened", run, {"reason": reason}, by=by, happened_at=at, at=at)
    publish(fact_of(events.LadderReopened, run, happened_at=at), at=at)


@transaction.atomic
def stop_ladder(
    *, run: models.LadderRun, reason: str, by: Person | None = None, process: str = "", at: datetime
) -> None:
    """Call nobody else: what it was about needs nobody any more."""
    if by is not None:
        people.require_role(by, run.engagement, VENDOR_ROLES, at=at)
    running = models.LadderRun.objects.filter(pk=run.pk, state=RunState.RUNNING)
    if not running.update(state=RunState.STOPPED, ended_at=at):
        raise NotRunning
    record("ladder_stopped", run, {"reason": reason}, by=by, process=process, happened_at=at, at=at)
    publish(fact_of(events.LadderStopped, run, happened_at=at), at=at)


@transaction.atomic
def page_failed(*, page_uuid: str, happened_at: datetime, at: datetime) -> None:
    """Note that a page reached nobody; when nobody of its step was reached, go on at once."""
    page = models.Page.objects.filter(uuid=page_uuid).select_related("step__run__engagement", "person").first()
    if page is None or not models.Page.objects.filter(pk=page.pk, failed_at__isnull=True).update(
        failed_at=happened_at
    ):
        return
    step, run = page.step, page.step.run
    failed = {"page": str(page.uuid), "person": str(page.person.uuid), "name": page.person.name}
    record("page_failed", run, failed, by=None, happened_at=happened_at, at=at)
    if step.pages.filter(failed_at__isnull=True).exists():
        return
    # Only the step that is waited for now; a later one has gone on already.
    models.LadderRun.objects.filter(
        pk=run.pk, state=RunState.RUNNING, cycle=step.cycle, position=step.position + 1, next_at__gt=at
    ).update(due_at=at, next_at=at)
