"""Reports and fonts as rows that a page shows: in words, with the mark of each verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xieban.layout.queries.fonts import house_shelf
from xieban.layout.queries.labels import say
from xieban.layout.rules.faces import WISHES, Match, match_of
from xieban.layout.rules.ladder import Finding, Report, Unit
from xieban.layout.rules.words import Face, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A state as the pages mark it: colour, icon, word."""

    kind: str
    icon: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding in words."""

    mark: Mark
    element: str
    aspect: str
    page: int | None
    asked: str
    measured: str
    tolerance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRows:
    """A report in words: what is wrong first, what is right apart."""

    mark: Mark
    form: str
    pages: int
    counts: tuple[tuple[Mark, int], ...]
    wrong: tuple[FindingRow, ...]
    right: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FontRow:
    """A face with the font that it gets here."""

    asked: str
    used: str
    mark: Mark


_MARKS: Final[Mapping[Verdict, tuple[str, str]]] = {
    Verdict.FAIL: ("danger", "circle-x"),
    Verdict.WARN: ("warning", "alert-triangle"),
    Verdict.NOT_MEASURABLE: ("neutral", "eye-off"),
    Verdict.PASS: ("success", "circle-check"),
}
_NEARNESS: Final[Mapping[Match, Verdict]] = {
    Match.ASKED: Verdict.PASS,
    Match.KIN: Verdict.WARN,
    Match.SUBSTITUTE: Verdict.WARN,
}


def mark_of(verdict: Verdict, word: str = "") -> Mark:
    """Return the mark of a verdict, with another word where there is one."""
    kind, icon = _MARKS[verdict]
    return Mark(kind=kind, icon=icon, word=word or say(verdict))


def rows_of(report: Report) -> ReportRows:
    """Return a report as a page shows it."""
    order = list(_MARKS)
    sorted_findings = sorted(report.findings, key=lambda one: order.index(one.verdict))
    rows = [(one.verdict, _row(one)) for one in sorted_findings]
    counts = ((verdict, sum(one.verdict is verdict for one in report.findings)) for verdict in order)
    return ReportRows(
        mark=mark_of(report.verdict),
        form=say(report.form),
        pages=report.pages,
        counts=tuple((mark_of(verdict), count) for verdict, count in counts if count),
        wrong=tuple(row for verdict, row in rows if verdict is not Verdict.PASS),
        right=tuple(row for verdict, row in rows if verdict is Verdict.PASS),
    )


def _row(finding: Finding) -> FindingRow:
    unit = f" {say(finding.unit)}" if finding.unit is not Unit.WORDS else ""
    tolerance = finding.tolerance
    return FindingRow(
        mark=mark_of(finding.verdict),
        element=say(finding.element),
        aspect=say(finding.aspect),
        page=finding.page,
        asked=f"{finding.asked}{unit}" if finding.asked else "",
        measured=f"{finding.measured}{unit}" if finding.measured else "",
        tolerance=f"±{tolerance.passes:g} / ±{tolerance.warns:g}{unit}" if tolerance else "",
    )


def fonts_at_hand() -> tuple[FontRow, ...]:
    """Return each face of the standard with the font it gets on this machine."""
    shelf = house_shelf()
    rows = []
    for face in Face:
        best = shelf.best(face)
        match = match_of(face=face, name=best.family) if best else Match.SUBSTITUTE
        rows.append(
            FontRow(
                asked=WISHES[face].called,
                used=best.family if best else "—",
                mark=mark_of(_NEARNESS[match] if best else Verdict.FAIL, say(match)),
            )
        )
    return tuple(rows)
