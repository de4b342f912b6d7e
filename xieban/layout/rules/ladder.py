"""One finding of the checker, and the ladder that makes a verdict of a distance: pass, warn, fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xieban.layout.rules.words import Element, Form, Verdict


class Unit(StrEnum):
    """What a figure counts."""

    MM = "mm"
    POINTS = "pt"
    LINES = "lines"
    CHARS = "chars"
    WORDS = ""


class Aspect(StrEnum):
    """What was looked at in an element."""

    PRESENT = "present"
    WIDTH = "width"
    HEIGHT = "height"
    TOP = "top"
    LEFT = "left"
    TYPE_WIDTH = "type_width"
    SIZE = "size"
    FONT = "font"
    CENTRED = "centred"
    GAP = "gap"
    LENGTH = "length"
    THICKNESS = "thickness"
    PITCH = "pitch"
    ADVANCE = "advance"
    LINES = "lines"
    INDENT = "indent"
    RIGHT_INSET = "right_inset"
    SIDE = "side"
    DROP = "drop"
    INSET = "inset"
    FORM = "form"
    SHAPE = "shape"
    RULES = "rules"
    THICK_RULE = "thick_rule"
    THIN_RULE = "thin_rule"
    FOOT = "foot"
    ALONE = "alone"
    ENDING = "ending"
    SECOND_LINE = "second_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """Up to `passes` it is right, up to `warns` it is near."""

    passes: float
    warns: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One element, one aspect: what was asked, what was measured, what it came to."""

    element: Element
    aspect: Aspect
    verdict: Verdict
    asked: str
    measured: str
    unit: Unit = Unit.WORDS
    tolerance: Tolerance | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that was found about one PDF."""

    form: Form
    pages: int
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """Return the worst; a PDF of which nothing could be measured is not measurable."""
        ranks = (Verdict.FAIL, Verdict.WARN, Verdict.PASS)
        said = {finding.verdict for finding in self.findings}
        return next((rank for rank in ranks if rank in said), Verdict.NOT_MEASURABLE)

    def of(self, element: Element, aspect: Aspect) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.element is element and one.aspect is aspect)


# The standard gives ±1 mm for margins and 版心; 3 mm for the mark and 2 mm for the page number are what public
# checkers use as their last limit. The rest is our choice in the same spirit.
TOLERANCES: Final[Mapping[tuple[Element, Aspect], Tolerance]] = {
    (Element.PAGE, Aspect.WIDTH): Tolerance(passes=0.5, warns=1),
    (Element.PAGE, Aspect.HEIGHT): Tolerance(passes=0.5, warns=1),
    # Word sets text at the foot of an exact line, up to 4.6 mm below the edge that its margin was set to.
    (Element.PAGE, Aspect.TOP): Tolerance(passes=1, warns=5),
    (Element.PAGE, Aspect.LEFT): Tolerance(passes=1, warns=2),
    (Element.PAGE, Aspect.TYPE_WIDTH): Tolerance(passes=1, warns=2),
    (Element.MARK, Aspect.TOP): Tolerance(passes=1, warns=3),
    (Element.MARK, Aspect.CENTRED): Tolerance(passes=1, warns=3),
    (Element.NUMBER, Aspect.GAP): Tolerance(passes=2, warns=5),
    (Element.NUMBER, Aspect.CENTRED): Tolerance(passes=1, warns=3),
    (Element.NUMBER, Aspect.LEFT): Tolerance(passes=1, warns=3),
    (Element.RED_LINE, Aspect.GAP): Tolerance(passes=1, warns=2),
    (Element.RED_LINE, Aspect.LENGTH): Tolerance(passes=1, warns=2),
    (Element.RED_LINE, Aspect.THICKNESS): Tolerance(passes=0.05, warns=0.5),
    (Element.RED_LINE, Aspect.SECOND_LINE): Tolerance(passes=1, warns=2),
    (Element.TITLE, Aspect.GAP): Tolerance(passes=3, warns=6),
    (Element.TITLE, Aspect.SIZE): Tolerance(passes=0.3, warns=2),
    (Element.TITLE, Aspect.CENTRED): Tolerance(passes=1, warns=3),
    (Element.ADDRESSEES, Aspect.GAP): Tolerance(passes=2, warns=5),
    (Element.ADDRESSEES, Aspect.LEFT): Tolerance(passes=1, warns=2),
    (Element.BODY, Aspect.SIZE): Tolerance(passes=0.3, warns=0.6),
    (Element.BODY, Aspect.PITCH): Tolerance(passes=0.3, warns=3),
    (Element.BODY, Aspect.ADVANCE): Tolerance(passes=0.1, warns=0.65),
    (Element.BODY, Aspect.INDENT): Tolerance(passes=0.15, warns=0.5),
    (Element.DATE, Aspect.RIGHT_INSET): Tolerance(passes=0.25, warns=1),
    (Element.SEAL, Aspect.GAP): Tolerance(passes=0.5, warns=2),
    (Element.IMPRINT, Aspect.LENGTH): Tolerance(passes=1, warns=2),
    (Element.IMPRINT, Aspect.THICK_RULE): Tolerance(passes=0.05, warns=0.15),
    (Element.IMPRINT, Aspect.THIN_RULE): Tolerance(passes=0.05, warns=0.15),
    (Element.IMPRINT, Aspect.FOOT): Tolerance(passes=1, warns=2),
    (Element.IMPRINT, Aspect.SIZE): Tolerance(passes=0.3, warns=1),
    (Element.PAGE_NUMBER, Aspect.DROP): Tolerance(passes=1, warns=2),
    (Element.PAGE_NUMBER, Aspect.INSET): Tolerance(passes=1, warns=2),
    (Element.PAGE_NUMBER, Aspect.SIZE): Tolerance(passes=0.3, warns=1),
    (Element.ATTACHMENT, Aspect.LEFT): Tolerance(passes=1, warns=2),
    (Element.ATTACHMENT, Aspect.TOP): Tolerance(passes=1, warns=5),
}


def measured(
    element: Element,
    aspect: Aspect,
    *,
    asked: float,
    found: float,
    unit: Unit = Unit.MM,
    most: float | None = None,
    page: int | None = None,
) -> Finding:
    """Return what a figure comes to; with `most` everything from `asked` up to it is as asked."""
    tolerance = TOLERANCES[element, aspect]
    above = found - (asked if most is None else most)
    away = max(asked - found, above)
    verdict = (
        Verdict.PASS if away <= tolerance.passes else Verdict.WARN if away <= tolerance.warns else Verdict.FAIL
    )
    said = f"{asked:.2f}" if most is None else f"{asked:.2f}–{most:.2f}"
    return Finding(
        element=element, aspect=aspect, verdict=verdict, asked=said, measured=f"{found:.2f}", unit=unit,
        tolerance=tolerance, page=page,
    )  # fmt: skip


def judged(
    element: Element,
    aspect: Aspect,
    *,
    right: bool,
    asked: str,
    found: str,
    near: bool = False,
    page: int | None = None,
) -> Finding:
    """Return what a question with yes or no comes to; `near` makes a warning of a no."""
    verdict = Verdict.PASS if right else Verdict.WARN if near else Verdict.FAIL
    return Finding(element=element, aspect=aspect, verdict=verdict, asked=asked, measured=found, page=page)


def not_measurable(element: Element, aspect: Aspect, *, asked: str = "", page: int | None = None) -> Finding:
    """Return that the PDF does not show it."""
    return Finding(
        element=element, aspect=aspect, verdict=Verdict.NOT_MEASURABLE, asked=asked, measured="", page=page
    )
