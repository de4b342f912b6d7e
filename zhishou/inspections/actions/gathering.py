"""The measured part of a round gathers itself: what the probes saw since the last round."""

from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from jishi.refusals.door import Refusal
from zhishou.inspections.actions.recording import file_round
from zhishou.inspections.models import Result, Round, Signature
from zhishou.inspections.queries.measured import measured
from zhishou.inspections.queries.plans import sheet_of
from zhishou.inspections.queries.rounds import results_of, round_before, rounds_to_gather
from zhishou.inspections.rules.comparing import Standing, change_of
from zhishou.inspections.rules.judging import Judged, judge_measured
from zhishou.inspections.rules.words import INSPECTS, OPEN, ItemOutcome, Origin, RoundState, Severity
from zhishou.people.models import Person
from zhishou.people.queries import require_role

WEEK: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=31)


class RoundIsOver(Refusal):
    """This round is signed or over; what it found is not changed any more."""


def gather_due(*, at: datetime) -> int:
    """Gather for the rounds whose time has come."""
    found = list(rounds_to_gather(at=at))
    for inspection in found:
        with suppress(RoundIsOver):  # it was called off since it was read; the others are gathered all the same
            gather(inspection=inspection, by=None, at=at)
    return len(found)


def gather(*, inspection: Round, by: Person | None, at: datetime) -> int:
    """Gather the measured part anew, up to this moment; return how many items it has.

    None where somebody else gathered it since the round was read: what he gathered stands.
    """
    if by is not None:
        require_role(by, inspection.engagement, INSPECTS, at=at)
    before = round_before(inspection)
    since = window_of(before, until=at)
    found = judge_measured(
        sheet_of(inspection.sheet_version), measured(system=inspection.plan.system, since=since, until=at)
    )
    with transaction.atomic():
        held = Round.objects.select_for_update().get(pk=inspection.pk)
        if RoundState(held.state) not in OPEN or Signature.objects.filter(round=held).exists():
            raise RoundIsOver
        if held.gathered_at != inspection.gathered_at:
            return 0  # another worker was first
        inspection.before = before
        inspection.gathered_at, inspection.measured_since, inspection.measured_until = at, since, at
        inspection.save(update_fields=["before", "gathered_at", "measured_since", "measured_until"])
        Result.objects.filter(round=inspection, origin=Origin.PROBE).delete()
        keep_results(inspection, found, first=0)
        counts = {one.value: sum(judged.outcome is one for judged in found) for one in ItemOutcome}
        payload = {"since": since.isoformat(), "until": at.isoformat(), "items": counts}
        file_round(inspection, "measured", by=by, happened_at=at, at=at, payload=payload)
    return len(found)


def window_of(before: Round | None, *, until: datetime) -> datetime:
    """Return since when the probes are asked: the last round, a week where there was none, a month at most."""
    since = before.measured_until if before and before.measured_until else until - WEEK
    return max(min(since, until - timedelta(hours=1)), until - LONGEST)


def keep_results(inspection: Round, found: list[Judged], *, first: int) -> list[Result]:
    """Write down what items came to, each beside how it stood last time."""
    last = {one.key: one for one in results_of(inspection.before)} if inspection.before else {}
    made = []
    for place, judged in enumerate(found, start=first):
        before = last.get(judged.key)
        change = change_of(
            Standing(outcome=judged.outcome, severity=judged.severity),
            _standing(before) if before else None,
            is_first=inspection.before is None,
        )
        made.append(_row(inspection, judged, place=place, change=change.value, before=before))
    return Result.objects.bulk_create(made)


def _standing(result: Result) -> Standing:
    return Standing(
        outcome=ItemOutcome(result.outcome), severity=Severity(result.severity) if result.severity else None
    )


def _row(inspection: Round, judged: Judged, *, place: int, change: str, before: Result | None) -> Result:
    columns = asdict(judged)
    columns["check_code"] = columns.pop("check")[:80]
    columns["severity"] = judged.severity.value if judged.severity else ""
    columns["why"] = judged.why.value if judged.why else ""
    columns["lines"] = [list(line) for line in judged.lines]
    columns["series"] = [[moment.isoformat(), value] for moment, value in judged.series]
    for name, most in {"key": 120, "code": 60, "name": 200, "words": 4000, "limit": 200, "window": 60}.items():
        columns[name] = columns[name][:most]
    for name, most in {"probe": 80, "component": 80, "unit": 20, "advice": 2000, "link": 500}.items():
        columns[name] = columns[name][:most]
    return Result(round=inspection, place=place, change=change, before=before, **columns)
