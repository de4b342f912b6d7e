"""Rounds, items and findings as ready rows for templates, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from zhishou.contracts.rules import say
from zhishou.inspections.models import Act, Finding, Result, Round
from zhishou.inspections.rules.findings import reading_of
from zhishou.inspections.rules.judging import Judged
from zhishou.inspections.rules.measured import WHY_NAMES, Why
from zhishou.inspections.rules.score import GRADES, NO_GRADE
from zhishou.inspections.rules.words import (
    ACT_NAMES,
    OPEN,
    ORIGIN_NAMES,
    PLAN_NAMES,
    ActKind,
    Change,
    ItemOutcome,
    Origin,
    PlanKind,
    RoundState,
    Severity,
)
from zhishou.inspections.web.looks import Look
from zhishou.inspections.web.marks import LATE, STATES, Mark, change_mark, outcome_mark, severity_mark


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A round in a list or at the head of its page."""

    uuid: UUID
    number: int
    key: str
    plan: str
    kind: str
    system: str
    engineer: str
    planned_for: datetime
    due_at: datetime
    closed_at: datetime | None
    mark: Mark
    is_open: bool
    score: int | None
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item with what it came to."""

    uuid: UUID | None
    code: str
    name: str
    reading: str
    limit: str
    window: str
    origin: str
    mark: Mark
    change: Mark | None
    is_abnormal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRow:
    """One object with its items."""

    name: str
    items: list[ItemRow]
    abnormal: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding."""

    number: int
    title: str
    object: str
    mark: Mark
    change: Mark | None
    observed: str
    limit: str
    advice: str
    link: str
    responsible: str
    due_on: date | None
    ticket: int | None
    first_seen_at: datetime
    round: str
    round_uuid: UUID
    result_uuid: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """Something that happened on a round."""

    name: str
    item: str
    words: str
    at: datetime
    by: str
    received_at: datetime | None
    is_too_old: bool


def round_row(one: Round, look: Look) -> RoundRow:
    """Return a round as a row; that it is late is told by its due time, whatever any worker did."""
    state = RoundState(one.state)
    is_late = state in OPEN and one.due_at <= look.at
    return RoundRow(
        uuid=one.uuid,
        number=one.number,
        key=one.key,
        plan=one.plan.name,
        kind=say(PLAN_NAMES[PlanKind(one.plan.kind)], look.language),
        system=one.plan.system.name,
        engineer=one.engineer.name,
        planned_for=one.planned_for,
        due_at=one.due_at,
        closed_at=one.closed_at,
        mark=LATE if is_late else STATES[state],
        is_open=state in OPEN,
        score=one.score,
        grade=grade_words(one.score, look.language) if state is RoundState.CLOSED else "",
    )


def grade_words(score: int | None, language: str) -> str:
    """Return the word of a score."""
    words = NO_GRADE if score is None else next(words for least, words in GRADES if score >= least)
    return say(words, language)


def seen(one: Result | Judged, outcome: ItemOutcome, language: str) -> str:
    """Return what was seen of an item, or why nothing was."""
    if outcome is ItemOutcome.UNKNOWN:
        reason = say(WHY_NAMES[Why(one.why)], language) if one.why else ""
        return "；".join(part for part in (reason, one.words) if part) or "—"
    return reading_of(one.observed, one.unit, one.words) or "—"


def result_row(one: Result, look: Look) -> ItemRow:
    """Return a kept result as a row."""
    outcome = ItemOutcome(one.outcome)
    return ItemRow(
        uuid=one.uuid,
        code=one.code,
        name=one.name,
        reading=seen(one, outcome, look.language),
        limit=one.limit,
        window=one.window,
        origin=say(ORIGIN_NAMES[Origin(one.origin)], look.language),
        mark=outcome_mark(outcome, Severity(one.severity) if one.severity else None, look.language),
        change=change_mark(Change(one.change), look.language),
        is_abnormal=outcome is ItemOutcome.ABNORMAL,
    )


def judged_row(one: Judged, look: Look, *, kept: dict[str, Result]) -> ItemRow:
    """Return an item of an open round as it stands now."""
    result = kept.get(one.key)
    return ItemRow(
        uuid=result.uuid if result else None,
        code=one.code,
        name=one.name,
        reading=seen(one, one.outcome, look.language),
        limit=one.limit,
        window=one.window,
        origin=say(ORIGIN_NAMES[one.origin], look.language),
        mark=outcome_mark(one.outcome, one.severity, look.language),
        change=change_mark(Change(result.change), look.language) if result else None,
        is_abnormal=one.outcome is ItemOutcome.ABNORMAL,
    )


def in_objects(pairs: Iterable[tuple[str, ItemRow, ItemOutcome]]) -> list[ObjectRow]:
    """Return items object by object."""
    found: dict[str, list[tuple[ItemRow, ItemOutcome]]] = {}
    for name, row, outcome in pairs:
        found.setdefault(name, []).append((row, outcome))
    return [
        ObjectRow(
            name=name,
            items=[row for row, _ in rows],
            abnormal=sum(outcome is ItemOutcome.ABNORMAL for _, outcome in rows),
            unknown=sum(outcome is ItemOutcome.UNKNOWN for _, outcome in rows),
        )
        for name, rows in found.items()
    ]


def finding_row(one: Finding, look: Look) -> FindingRow:
    """Return a finding as a row."""
    return FindingRow(
        number=one.number,
        title=one.title,
        object=one.object,
        mark=severity_mark(Severity(one.severity), look.language),
        change=change_mark(Change(one.change), look.language),
        observed=one.observed,
        limit=one.limit,
        advice=one.advice,
        link=one.link,
        responsible=one.responsible.name if one.responsible else "",
        due_on=one.due_on,
        ticket=one.ticket.number if one.ticket else None,
        first_seen_at=one.first_seen_at,
        round=one.round.key,
        round_uuid=one.round.uuid,
        result_uuid=one.result.uuid,
    )


def act_rows(acts: Iterable[Act], names: dict[str, str], language: str) -> list[ActRow]:
    """Return what happened on a round, as it happened."""
    rows = sorted(acts, key=lambda act: (act.happened_at, act.pk))
    return [
        ActRow(
            name=say(ACT_NAMES[ActKind(act.kind)], language),
            item=names.get(act.item, act.item),
            words=said(act.said),
            at=act.happened_at,
            by=act.by_name,
            received_at=act.received_at if (act.received_at - act.happened_at).total_seconds() > 60 else None,  # noqa: PLR2004 - a minute is what pages show
            is_too_old=act.is_too_old,
        )
        for act in rows
    ]


def said(values: dict[str, object]) -> str:
    """Return what an act gave, in a line."""
    shown = [value for name, value in values.items() if name not in {"digest", "sheet", "is_yes", "has_problem"}]
    if "is_yes" in values and values["is_yes"] is not None:
        shown.insert(0, "✓" if values["is_yes"] else "✗")
    return " · ".join(
        str(value)
        for value in shown
        if isinstance(value, str | int | float) and value is not True and value not in ("", False)
    )
