"""Milestones: made by a version, announced ahead by a tick, ended by a person's or another area's evidence."""

from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import NotThere, Refusal
from zhishou.contracts.events import MilestoneApproaching, MilestoneMissed, TermEnded
from zhishou.contracts.models import Announcement, Contract, Milestone
from zhishou.contracts.queries.versions import newest_calendar
from zhishou.contracts.rules.milestones import (
    MISSED,
    STILL_PAYABLE,
    Expected,
    MilestoneKind,
    MilestoneState,
    announcement,
    expected_milestones,
    news_at,
)
from zhishou.contracts.rules.pack import Pack
from zhishou.ledger.actions import record
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.people.rules import Role

MAY_CONFIRM_PAYMENT = frozenset({Role.CLIENT_ADMIN, Role.MANAGER})
BATCH = 200


class MilestoneIsOver(Refusal):
    """This milestone is closed already."""


class NoInspectionExpected(Refusal):
    """No inspection is expected at that time by this contract."""


def renew_milestones(contract: Contract, pack: Pack, *, at: datetime) -> None:
    """Bring the open milestones in line with the pack and the calendar; ended ones stay; contract locked."""
    known = {(one.kind, one.key): one for one in Milestone.objects.filter(contract=contract)}
    for expected in expected_milestones(pack, newest_calendar(contract)):
        _renew(contract, known.pop((expected.kind.value, expected.key), None), expected, at=at)
    gone = [one.pk for one in known.values() if one.state == MilestoneState.OPEN]
    Milestone.objects.filter(pk__in=gone).update(state=MilestoneState.WITHDRAWN.value, next_at=None, ended_at=at)


def _renew(contract: Contract, found: Milestone | None, expected: Expected, *, at: datetime) -> None:
    passed = expected.due_at <= at
    facts = {
        "name": expected.name,
        "starts_at": expected.starts_at,
        "due_at": expected.due_at,
        "ahead_days": list(expected.ahead_days),
    }
    alive = {
        "state": (MilestoneState.PAST if passed else MilestoneState.OPEN).value,
        "next_at": None if passed else news_at(due_at=expected.due_at, ahead_days=expected.ahead_days, after=None),
    }
    if found is None:
        Milestone.objects.create(contract=contract, kind=expected.kind.value, key=expected.key, **facts, **alive)
    elif found.state == MilestoneState.WITHDRAWN or (
        found.state == MilestoneState.OPEN and any(getattr(found, name) != value for name, value in facts.items())
    ):
        Milestone.objects.filter(pk=found.pk, state=found.state).update(**facts, **alive, ended_at=None)


def announce_due(*, at: datetime) -> int:
    """Announce what is due: each milestone once for each of its days ahead, and once when it was missed."""
    due = Milestone.objects.filter(next_at__lte=at).order_by("next_at").values_list("pk", flat=True)[:BATCH]
    return sum(_announce(pk, at=at) for pk in list(due))


def _announce(pk: int, *, at: datetime) -> bool:
    with transaction.atomic():
        milestone = Milestone.objects.select_related("contract__engagement").get(pk=pk)
        if milestone.next_at is None or milestone.next_at > at:
            return False
        days = announcement(due_at=milestone.due_at, ahead_days=milestone.ahead_days, at=at)
        after = news_at(due_at=milestone.due_at, ahead_days=milestone.ahead_days, after=at)
        if not _claim(milestone, days=days, after=after):
            return False  # another worker was first
        if days is None:
            return False
        _, new = Announcement.objects.get_or_create(
            milestone=milestone, due_at=milestone.due_at, days_ahead=days, defaults={"at": at}
        )
        if new:
            _tell(milestone, days=days, at=at)
    return new


def _claim(milestone: Milestone, *, days: int | None, after: datetime | None) -> bool:
    change: dict[str, object] = {"next_at": after}
    if days == MISSED:
        done = milestone.kind == MilestoneKind.TERM_END
        state = MilestoneState.DONE if done else MilestoneState.MISSED
        change = {"next_at": None, "state": state.value, "ended_at": milestone.due_at}
    held = Milestone.objects.filter(pk=milestone.pk, next_at=milestone.next_at, state=MilestoneState.OPEN.value)
    return bool(held.update(**change))


def _tell(milestone: Milestone, *, days: int, at: datetime) -> None:
    engagement = milestone.contract.engagement
    words = {
        "milestone_uuid": str(milestone.uuid),
        "kind": milestone.kind,
        "key": milestone.key,
        "name": milestone.name,
    }
    if days != MISSED:
        publish(
            MilestoneApproaching(
                engagement_code=engagement.code, due_at=milestone.due_at, days_ahead=days, **words
            ),
            at=at,
        )
        what = "contracts.milestone_announced"
    elif milestone.kind == MilestoneKind.TERM_END:
        publish(TermEnded(engagement_code=engagement.code, ended_at=milestone.due_at), at=at)
        what = "contracts.term_ended"
    else:
        publish(MilestoneMissed(engagement_code=engagement.code, due_at=milestone.due_at, **words), at=at)
        what = "contracts.milestone_missed"
    _record(milestone, what=what, by=None, happened_at=milestone.due_at if days == MISSED else at, at=at, days=days)


def confirm_payment(*, milestone: Milestone, evidence: str, by: Person, at: datetime) -> None:
    """Say that a payment has been made; a late one is confirmed as well."""
    require_role(by, milestone.contract.engagement, MAY_CONFIRM_PAYMENT, at=at)
    if milestone.kind != MilestoneKind.PAYMENT:
        raise NotThere
    with transaction.atomic():
        states = [one.value for one in STILL_PAYABLE]
        _end(milestone, states=states, evidence=evidence, by=by, happened_at=at, at=at)


def record_inspection(
    *, engagement: Engagement, done_at: datetime, evidence: str, by: Person | None, at: datetime
) -> Milestone:
    """Count an inspection for the week in which it was done; the area of inspections calls this.

    Whoever calls has checked who may say so. A second round of the same week changes nothing.
    """
    week = (
        Milestone.objects.select_related("contract__engagement")
        .filter(
            contract__engagement=engagement,
            kind=MilestoneKind.INSPECTION.value,
            starts_at__lte=done_at,
            due_at__gt=done_at,
        )
        .exclude(state=MilestoneState.WITHDRAWN.value)
        .first()
    )
    if week is None:
        raise NoInspectionExpected
    if week.state != MilestoneState.DONE:
        with transaction.atomic():
            # Done in its week, though written down after: the week was kept.
            states = [MilestoneState.OPEN.value, MilestoneState.MISSED.value, MilestoneState.PAST.value]
            _end(week, states=states, evidence=evidence, by=by, happened_at=done_at, at=at)
    return week


def _end(
    milestone: Milestone,
    *,
    states: list[str],
    evidence: str,
    by: Person | None,
    happened_at: datetime,
    at: datetime,
) -> None:
    ended = Milestone.objects.filter(pk=milestone.pk, state__in=states).update(
        state=MilestoneState.DONE.value, next_at=None, ended_at=happened_at, ended_by=by, evidence=evidence[:200]
    )
    if not ended:
        raise MilestoneIsOver
    milestone.refresh_from_db()
    _record(milestone, what="contracts.milestone_done", by=by, happened_at=happened_at, at=at, days=None)


def _record(
    milestone: Milestone, *, what: str, by: Person | None, happened_at: datetime, at: datetime, days: int | None
) -> None:
    record(
        what=what,
        about_kind="milestone",
        about_key=str(milestone.uuid),
        engagement=milestone.contract.engagement,
        by=by,
        happened_at=happened_at,
        at=at,
        payload={
            "kind": milestone.kind,
            "key": milestone.key,
            "due_at": milestone.due_at.isoformat(),
            "days_ahead": days,
            "evidence": milestone.evidence,
        },
        process="" if by else "contracts",
    )
