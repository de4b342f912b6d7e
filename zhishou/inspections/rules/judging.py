"""What an item came to: worst first, and what was not seen is unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from zhishou.inspections.rules.measured import Level, Measured, Why, plain, thinned
from zhishou.inspections.rules.sheet import Item, Limit, Object, Sheet
from zhishou.inspections.rules.words import Answer, ItemOutcome, Origin, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody on site gave for an item."""

    reading: float | None = None
    is_yes: bool | None = None
    words: str = ""
    photos: int = 0
    is_abnormal: bool = False
    is_not_applicable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One item as it stands: what was seen, the limits, what follows."""

    key: str
    code: str
    name: str
    object: str
    origin: Origin
    outcome: ItemOutcome
    severity: Severity | None = None
    observed: float | None = None
    unit: str = ""
    words: str = ""
    why: Why | None = None
    limit: str = ""
    window: str = ""
    probe: str = ""
    check: str = ""
    component: str = ""
    samples: int = 0
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    series: tuple[tuple[datetime, float | None], ...] = field(default=())
    lines: tuple[tuple[float, bool], ...] = ()  # limits as numbers, grave or not
    advice: str = ""
    link: str = ""


_BY_LEVEL: Final = {
    Level.NORMAL: ItemOutcome.NORMAL,
    Level.WARNING: ItemOutcome.ABNORMAL,
    Level.CRITICAL: ItemOutcome.ABNORMAL,
}


def judge_measured(sheet: Sheet, measured: Sequence[Measured]) -> list[Judged]:
    """Return the measured items of a sheet: of each check every probe, and what no item names where it belongs."""
    judged: list[Judged] = []
    taken: set[str] = set()
    by_check: dict[str, list[Measured]] = {}
    for one in measured:
        by_check.setdefault(one.check, []).append(one)
    for place, item in sheet.items():
        if item.origin is not Origin.PROBE:
            continue
        found = [one for check in item.checks for one in by_check.get(check, [])]
        found = [one for one in found if not place.components or _belongs(one, place)]
        taken |= {one.probe for one in found}
        judged += [_of_probe(one, place, item) for one in found] or [_nobody_measures(place, item)]
    for place in sheet.objects:
        rest = [one for one in measured if one.probe not in taken and _belongs(one, place)]
        taken |= {one.probe for one in rest}
        judged += [_of_probe(one, place, None) for one in rest]
    return in_order(sheet, judged)


def in_order(sheet: Sheet, judged: Iterable[Judged]) -> list[Judged]:
    """Return items object by object as the sheet has them, each object's in the order in which they came."""
    places = {one.name: place for place, one in enumerate(sheet.objects)}
    return sorted(judged, key=lambda one: places.get(one.object, len(places)))


def _belongs(one: Measured, place: Object) -> bool:
    return one.component in place.components or one.kind in place.components


def _of_probe(one: Measured, place: Object, item: Item | None) -> Judged:
    outcome, severity = _BY_LEVEL.get(one.level, ItemOutcome.UNKNOWN), None
    words = one.words
    if outcome is ItemOutcome.ABNORMAL:
        severity = _severity(one, item, is_grave=one.level is Level.CRITICAL)
    elif outcome is ItemOutcome.NORMAL and one.beyond:
        # It stands well at the end, but not all of the time did: worth a look, and no points.
        outcome, severity = ItemOutcome.ABNORMAL, Severity.HINT
        words = "；".join(part for part in (words, f"期间 {one.beyond}/{one.samples} 个样本超出限值") if part)
    why = None
    if outcome is ItemOutcome.UNKNOWN:
        why = Why.COULD_NOT_TELL if one.samples else Why.NO_DATA
    limits = [text for text in (one.warn, one.critical) if text]
    return Judged(
        key=f"probe:{one.probe}",
        code=item.code if item else one.check or one.probe,
        name=item.name if item and len(item.checks) == 1 else one.name,
        object=place.name,
        origin=Origin.PROBE,
        outcome=outcome,
        severity=severity,
        observed=one.observed,
        unit=one.unit,
        words=words,
        why=why,
        limit=" / ".join(limits),
        window=one.window,
        probe=one.probe,
        check=one.check,
        component=one.component,
        samples=one.samples,
        minimum=one.minimum,
        maximum=one.maximum,
        mean=one.mean,
        series=thinned(one.series),
        lines=tuple(
            (value, grave) for value, grave in ((one.warn_at, False), (one.critical_at, True)) if value is not None
        ),
        advice=(item.advice if item else "") or one.advice,
        link=(item.link if item else "") or one.link,
    )


def _severity(one: Measured, item: Item | None, *, is_grave: bool) -> Severity:
    if item is not None:
        return item.critical_severity if is_grave else item.severity
    if is_grave:
        return one.severity
    return Severity.MEDIUM if one.severity in {Severity.CRITICAL, Severity.HIGH} else one.severity


def _nobody_measures(place: Object, item: Item) -> Judged:
    return Judged(
        key=f"item:{item.code}",
        code=item.code,
        name=item.name,
        object=place.name,
        origin=Origin.PROBE,
        outcome=ItemOutcome.UNKNOWN,
        why=Why.NO_PROBE,
        check=" ".join(item.checks),
        advice=item.advice,
        link=item.link,
    )


def judge_said(place: Object, item: Item, said: Said | None) -> Judged:
    """Return an item of the engineer as it stands, answered or not."""
    outcome, severity = _of_engineer(item, said)
    words = [{True: "是", False: "否"}[said.is_yes]] if said and said.is_yes is not None else []
    words += [said.words] if said and said.words else []
    return Judged(
        key=f"item:{item.code}",
        code=item.code,
        name=item.name,
        object=place.name,
        origin=item.origin,
        outcome=outcome,
        severity=severity,
        observed=said.reading if said else None,
        unit=item.unit,
        words="；".join(words),
        why=Why.NOT_ANSWERED if outcome is ItemOutcome.UNKNOWN else None,
        limit=limits_of(item),
        advice=item.advice,
        link=item.link,
    )


def _of_engineer(item: Item, said: Said | None) -> tuple[ItemOutcome, Severity | None]:
    if said is None:
        return (ItemOutcome.UNKNOWN if item.required else ItemOutcome.NOT_APPLICABLE), None
    if said.is_not_applicable:
        return ItemOutcome.NOT_APPLICABLE, None
    found = _of_answer(item, said)
    if said.is_abnormal and found[0] is not ItemOutcome.ABNORMAL:
        return ItemOutcome.ABNORMAL, item.severity
    return found


def _of_answer(item: Item, said: Said) -> tuple[ItemOutcome, Severity | None]:
    if item.answer is Answer.READING:
        return _of_reading(item, said.reading)
    if item.answer is Answer.YES_NO:
        if said.is_yes is None:
            return ItemOutcome.UNKNOWN, None
        kept = said.is_yes == (item.expected == "yes")
        return (ItemOutcome.NORMAL, None) if kept else (ItemOutcome.ABNORMAL, item.severity)
    given = said.photos > 0 if item.answer is Answer.PHOTO else bool(said.words)
    return (ItemOutcome.NOTED if given else ItemOutcome.UNKNOWN), None


def _of_reading(item: Item, reading: float | None) -> tuple[ItemOutcome, Severity | None]:
    if reading is None:
        return ItemOutcome.UNKNOWN, None
    if item.critical and item.critical.is_passed_by(reading):
        return ItemOutcome.ABNORMAL, item.critical_severity
    if item.warn and item.warn.is_passed_by(reading):
        return ItemOutcome.ABNORMAL, item.severity
    return (ItemOutcome.NORMAL if item.warn or item.critical else ItemOutcome.NOTED), None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one user said about one item."""

    whom: str
    has_problem: bool
    words: str


def judge_talks(place: Object, item: Item, told: Sequence[Told]) -> Judged:
    """Return an item asked of users: one problem makes it abnormal, nobody asked leaves it unknown."""
    problems = [one for one in told if one.has_problem]
    outcome = ItemOutcome.ABNORMAL if problems else ItemOutcome.NORMAL if told else ItemOutcome.UNKNOWN
    if not told and not item.required:
        outcome = ItemOutcome.NOT_APPLICABLE
    words = "；".join(f"{one.whom}：{one.words}" if one.words else one.whom for one in problems or told)
    return Judged(
        key=f"item:{item.code}",
        code=item.code,
        name=item.name,
        object=place.name,
        origin=Origin.USER,
        outcome=outcome,
        severity=item.severity if problems else None,
        words=words,
        why=Why.NOT_ANSWERED if outcome is ItemOutcome.UNKNOWN else None,
        advice=item.advice,
        link=item.link,
    )


def limits_of(item: Item) -> str:
    """Return an item's limits as they are read: 28 / 32 ℃ and the like."""
    if item.answer is Answer.READING and item.origin is Origin.ENGINEER:
        return " / ".join(_written(limit, item.unit) for limit in (item.warn, item.critical) if limit)
    return ""


def _written(limit: Limit, unit: str) -> str:
    sides = [f"< {plain(limit.under)}"] if limit.under is not None else []
    sides += [f"> {plain(limit.over)}"] if limit.over is not None else []
    return f"{' 或 '.join(sides)} {unit}".strip()
