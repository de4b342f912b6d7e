"""How every item of a round stands: as it was kept once it is closed, folded from what was told until then."""

from zhishou.inspections.models import Finding, Round
from zhishou.inspections.queries.plans import sheet_of
from zhishou.inspections.queries.rounds import acts_of, results_of, talks_of
from zhishou.inspections.rules.judging import Judged, Said, Told, in_order, judge_measured, judge_said, judge_talks
from zhishou.inspections.rules.measured import Why
from zhishou.inspections.rules.saying import Deed, folded
from zhishou.inspections.rules.score import Score, score_of
from zhishou.inspections.rules.words import ActKind, ItemOutcome, Origin, Severity


def given_of(inspection: Round) -> dict[str, Said]:
    """Return what was given for each item so far: what was seen last counts, not what arrived last."""
    deeds = [
        Deed(item=act.item, said=act.said, photos=len(act.pictures.all()))
        for act in acts_of(inspection).filter(kind=ActKind.ANSWER).order_by("happened_at", "id")
    ]
    return folded(deeds)


def told_of(inspection: Round) -> dict[str, list[Told]]:
    """Return what users said about each item so far."""
    found: dict[str, list[Told]] = {}
    for talk in talks_of(inspection):
        told = Told(whom=talk.whom, has_problem=talk.has_problem, words=talk.words)
        found.setdefault(talk.item, []).append(told)
    return found


def said_on_site(inspection: Round) -> list[Judged]:
    """Return the items that are filled in and asked on site, as they stand now."""
    given, told = given_of(inspection), told_of(inspection)
    return [
        judge_said(place, item, given.get(item.code))
        if item.origin is Origin.ENGINEER
        else judge_talks(place, item, told.get(item.code, []))
        for place, item in sheet_of(inspection.sheet_version).items()
        if item.origin is not Origin.PROBE
    ]


def standing_of(inspection: Round) -> list[Judged]:
    """Return every item of an open round as it stands now, in the order of its sheet."""
    sheet = sheet_of(inspection.sheet_version)
    measured = [
        Judged(
            key=one.key,
            code=one.code,
            name=one.name,
            object=one.object,
            origin=Origin.PROBE,
            outcome=ItemOutcome(one.outcome),
            severity=Severity(one.severity) if one.severity else None,
            observed=one.observed,
            unit=one.unit,
            words=one.words,
            why=Why(one.why) if one.why else None,
            limit=one.limit,
            window=one.window,
        )
        for one in results_of(inspection).filter(origin=Origin.PROBE)
    ]
    if inspection.gathered_at is None:
        measured = judge_measured(sheet, [])
    return in_order(sheet, [*measured, *said_on_site(inspection)])


def has_unknown(inspection: Round) -> bool:
    """Say whether something that probes measure was not known when it was gathered."""
    return results_of(inspection).filter(origin=Origin.PROBE, outcome=ItemOutcome.UNKNOWN).exists()


def score_in(inspection: Round) -> Score:
    """Return the score of a closed round, each finding as severe as it is held to be now."""
    held = dict(Finding.objects.filter(round=inspection).order_by().values_list("result_id", "severity"))
    return score_of(
        [
            (ItemOutcome(one.outcome), Severity(held.get(one.pk, one.severity)) if one.severity else None)
            for one in results_of(inspection)
        ]
    )
