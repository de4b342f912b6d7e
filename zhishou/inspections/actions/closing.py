"""A round is closed: every item gets its result, every abnormal one becomes a finding, the score is counted."""

import contextlib
from datetime import datetime, timedelta

from django.db.models import Max

from jishi.outbox.door import publish
from zhishou.contracts.actions.milestones import NoInspectionExpected, record_inspection
from zhishou.contracts.queries import calendar_in_force
from zhishou.desk.rules.visits import When
from zhishou.inspections.actions.gathering import keep_results
from zhishou.inspections.actions.numbers import next_number
from zhishou.inspections.actions.recording import file_round
from zhishou.inspections.events import RoundClosed
from zhishou.inspections.models import Finding, Result, Round
from zhishou.inspections.queries.plans import sheet_of
from zhishou.inspections.queries.rounds import results_of
from zhishou.inspections.queries.standing import said_on_site
from zhishou.inspections.rules.findings import DUE_DAYS, brief, conclusion_of, reading_of, title_of
from zhishou.inspections.rules.score import Score, score_of
from zhishou.inspections.rules.words import Change, ItemOutcome, Origin, PlanKind, RoundState, Severity
from zhishou.people.models import Person


def close(inspection: Round, *, moment: When, by: Person, at: datetime) -> None:
    """Close a round in the caller's transaction, which holds it."""
    last = Result.objects.filter(round=inspection).aggregate(last=Max("place"))["last"]
    keep_results(inspection, said_on_site(inspection), first=0 if last is None else last + 1)
    _put_in_order(inspection)
    results = list(results_of(inspection))
    found = [(ItemOutcome(one.outcome), Severity(one.severity) if one.severity else None) for one in results]
    score = score_of(found)
    findings = _find(inspection, [one for one in results if one.outcome == ItemOutcome.ABNORMAL], at=at)
    inspection.state, inspection.closed_at, inspection.score = RoundState.CLOSED, moment.counts_at, score.value
    inspection.conclusion = conclusion_of(
        system=inspection.plan.system.name,
        score=score.value,
        grade=score.grade[0],
        outcomes=score.counts,
        worst=score.findings,
    )
    inspection.save(update_fields=["state", "closed_at", "score", "conclusion"])
    _tell(inspection, score, findings, by=by, at=at)
    _count_for_the_week(inspection, by=by, at=at)


def _put_in_order(inspection: Round) -> None:
    """Give the results their places: object by object as the sheet has them."""
    sheet = sheet_of(inspection.sheet_version)
    objects = {one.name: place for place, one in enumerate(sheet.objects)}
    rows = sorted(
        Result.objects.filter(round=inspection), key=lambda one: (objects.get(one.object, len(objects)), one.place)
    )
    for place, one in enumerate(rows):
        one.place = place
    Result.objects.bulk_update(rows, ["place"])


def _find(inspection: Round, results: list[Result], *, at: datetime) -> list[Finding]:
    if not results:
        return []
    earlier = {
        one.key: one
        for one in (
            Finding.objects.filter(round=inspection.before) if inspection.before else Finding.objects.none()
        )
    }
    first = next_number(inspection.engagement, of="finding", so_many=len(results))
    zone = calendar_in_force(engagement=inspection.engagement, at=at).tz
    today = at.astimezone(zone).date()
    rows = []
    for number, one in enumerate(results, start=first):
        before, severity, origin = earlier.get(one.key), Severity(one.severity), Origin(one.origin)
        days = DUE_DAYS.get(severity)
        rows.append(
            Finding(
                engagement=inspection.engagement,
                round=inspection,
                result=one,
                number=number,
                key=one.key,
                title=title_of(name=one.name, origin=origin, observed=one.observed, unit=one.unit, words=one.words),
                object=one.object,
                severity=severity,
                observed=brief(reading_of(one.observed, one.unit, one.words), most=300),  # the column's size
                limit=one.limit,
                advice=one.advice,
                link=one.link,
                change=one.change if one.change != Change.CURED else Change.SAME,
                first_seen_at=before.first_seen_at if before else at,
                found_at=at,
                responsible=before.responsible if before else inspection.engineer,
                due_on=today + timedelta(days=days) if days is not None else None,
                ticket=before.ticket if before and before.ticket and before.ticket.ended_at is None else None,
            )
        )
    return Finding.objects.bulk_create(rows)


def _tell(inspection: Round, score: Score, findings: list[Finding], *, by: Person, at: datetime) -> None:
    assert inspection.closed_at is not None  # noqa: S101 - set just now
    publish(
        RoundClosed(
            engagement_code=inspection.engagement.code,
            round_uuid=str(inspection.uuid),
            number=inspection.number,
            closed_at=inspection.closed_at,
            findings=len(findings),
            score=score.value,
        ),
        at=at,
    )
    payload = {
        "score": score.value,
        "lost": score.lost,
        "cap": score.cap,
        "items": {one.value: number for one, number in score.counts.items()},
        "findings": [f"{one.number} {one.severity} {one.key}" for one in findings],
    }
    file_round(inspection, "round_counted", by=by, happened_at=inspection.closed_at, at=at, payload=payload)


def _count_for_the_week(inspection: Round, *, by: Person, at: datetime) -> None:
    """Keep the week of the contract for which the round was; one that was made up for later keeps none."""
    done_at = inspection.closed_at
    if inspection.plan.kind != PlanKind.WEEKLY or done_at is None or done_at >= inspection.due_at:
        return
    with contextlib.suppress(NoInspectionExpected):
        record_inspection(
            engagement=inspection.engagement,
            done_at=done_at,
            evidence=f"{inspection.plan.name} #{inspection.number}",
            by=by,
            at=at,
        )
