"""Checks of the head: the mark, the number, the red line, the title, 主送."""

import re
from collections.abc import Iterator
from typing import Final

from xieban.layout.rules.ladder import Aspect, Finding, Unit, judged, measured, not_measurable
from xieban.layout.rules.numbers import in_mm
from xieban.layout.rules.reading import NUMBER, Reading
from xieban.layout.rules.words import Element, Form

_ASKED_NUMBER: Final = re.compile(r"〔\d{4}〕[1-9]\d*号|^第[1-9]\d*号$")
_LONG_LINE: Final = 140.0


def head_checks(reading: Reading) -> Iterator[Finding]:
    yield from _mark(reading)
    yield from _number(reading)
    yield from _lines(reading)
    yield from _title(reading)
    yield from _addressees(reading)


def middle_of(left: float, right: float) -> float:
    return (left + right) / 2


def _mark(reading: Reading) -> Iterator[Finding]:
    numbers = reading.numbers
    if not reading.mark:
        yield not_measurable(Element.MARK, Aspect.TOP, asked=f"{numbers.mark_top:.2f}")
        return
    yield measured(
        Element.MARK, Aspect.TOP, asked=numbers.mark_top, found=min(line.top for line in reading.mark), page=1
    )
    centre = numbers.left + numbers.width / 2
    left, right = min(line.left for line in reading.mark), max(line.right for line in reading.mark)
    yield measured(Element.MARK, Aspect.CENTRED, asked=centre, found=middle_of(left, right), page=1)


def _number(reading: Reading) -> Iterator[Finding]:
    numbers, line = reading.numbers, reading.number
    if line is None:
        yield not_measurable(Element.NUMBER, Aspect.FORM, asked="〔〕")
        return
    match = NUMBER.search(line.text)
    said = match[0] if match else line.text
    yield judged(
        Element.NUMBER, Aspect.FORM, right=bool(_ASKED_NUMBER.search(line.text)),
        asked="〔2026〕5号", found=said, page=1,
    )  # fmt: skip
    if reading.form is Form.LETTER:
        return
    upward = "签发人" in "".join(one.text for one in reading.lines[0][:8])
    if reading.mark and not upward:
        asked = numbers.mark_gap * reading.pitch
        below = max(one.bottom for one in reading.mark)
        yield measured(Element.NUMBER, Aspect.GAP, asked=asked, found=line.em_top - below, page=1)
    if upward:
        yield measured(Element.NUMBER, Aspect.LEFT, asked=numbers.left + numbers.advance, found=line.origin, page=1)
    else:
        centre = numbers.left + numbers.width / 2
        yield measured(Element.NUMBER, Aspect.CENTRED, asked=centre, found=middle_of(line.left, line.right), page=1)


def _lines(reading: Reading) -> Iterator[Finding]:
    numbers, rules = reading.numbers, reading.red_rules
    if reading.form is Form.ORDER:
        return
    if reading.form is Form.LETTER:
        yield from _double_lines(reading)
        return
    if not rules:
        yield judged(Element.RED_LINE, Aspect.PRESENT, right=False, asked="1", found="0", page=1)
        return
    rule = rules[0]
    yield judged(
        Element.RED_LINE, Aspect.PRESENT, right=len(rules) == 1, near=True, asked="1", found=str(len(rules)), page=1
    )
    if reading.number:
        found = rule.top - reading.number.em_foot
        yield measured(Element.RED_LINE, Aspect.GAP, asked=numbers.red_gap, found=found, page=1)
    yield measured(Element.RED_LINE, Aspect.LENGTH, asked=numbers.width, found=rule.length, page=1)
    yield measured(Element.RED_LINE, Aspect.THICKNESS, asked=0.35, most=0.5, found=rule.thickness, page=1)


def _double_lines(reading: Reading) -> Iterator[Finding]:
    numbers, rules = reading.numbers, reading.red_rules
    half = reading.leaves[0].height / 2
    upper = [rule for rule in rules if rule.top < half]
    lower = [rule for rule in rules if rule.top >= half]
    yield judged(Element.RED_LINE, Aspect.PRESENT, right=(len(upper), len(lower)) == (2, 2), asked="2 + 2",
                 found=f"{len(upper)} + {len(lower)}", page=1)  # fmt: skip
    if upper and reading.mark:
        below = max(one.bottom for one in reading.mark)
        yield measured(Element.RED_LINE, Aspect.GAP, asked=numbers.letter_gap, found=upper[0].top - below, page=1)
    if lower:
        foot = reading.leaves[0].height - lower[-1].bottom
        yield measured(Element.RED_LINE, Aspect.SECOND_LINE, asked=numbers.letter_bottom, found=foot, page=1)
    for rule in (*upper[:1], *lower[:1]):
        yield measured(Element.RED_LINE, Aspect.LENGTH, asked=numbers.letter_line, found=rule.length, page=1)
    if len(upper) == len(lower) == 2:  # noqa: PLR2004 - each is double
        right = upper[0].thickness > upper[1].thickness and lower[0].thickness < lower[1].thickness
        found = " / ".join(f"{rule.thickness:.2f}" for rule in (*upper, *lower))
        yield judged(Element.RED_LINE, Aspect.SHAPE, right=right, asked="> <", found=found, page=1)


def _title(reading: Reading) -> Iterator[Finding]:
    numbers, title = reading.numbers, reading.title
    if reading.form is Form.ORDER:
        return
    if not title:
        yield not_measurable(Element.TITLE, Aspect.SIZE, asked=f"{numbers.title:.2f}")
        return
    yield measured(Element.TITLE, Aspect.SIZE, asked=numbers.title, found=title[0].size, unit=Unit.POINTS, page=1)
    if reading.form is not Form.LETTER and reading.red_rules:
        asked = numbers.title_gap * reading.pitch
        yield measured(
            Element.TITLE, Aspect.GAP, asked=asked, found=title[0].em_top - reading.red_rules[0].bottom, page=1
        )
    centre = numbers.left + numbers.width / 2
    worst = max((middle_of(line.left, line.right) for line in title), key=lambda found: abs(found - centre))
    yield measured(Element.TITLE, Aspect.CENTRED, asked=centre, found=worst, page=1)
    if len(title) > 1:
        lengths = [round(line.right - line.left, 1) for line in title]
        hourglass = any(
            one > two < three for one, two, three in zip(lengths, lengths[1:], lengths[2:], strict=False)
        )
        yield judged(
            Element.TITLE, Aspect.SHAPE, right=not hourglass, near=True, asked="◇ △",
            found=" / ".join(f"{length:.0f}" for length in lengths), page=1,
        )  # fmt: skip


def _addressees(reading: Reading) -> Iterator[Finding]:
    numbers, line = reading.numbers, reading.addressees
    if line is None:
        return
    yield measured(Element.ADDRESSEES, Aspect.LEFT, asked=numbers.left, found=line.origin, page=1)
    if reading.title:
        # From the foot of the title's last line to the head of this one lie one blank line and two gaps.
        asked = (numbers.text_gap + 1) * reading.pitch - in_mm(numbers.text)
        found = line.em_top - reading.title[-1].em_foot
        yield measured(Element.ADDRESSEES, Aspect.GAP, asked=asked, found=found, page=1)
    if line.right - line.left < _LONG_LINE:
        yield judged(Element.ADDRESSEES, Aspect.ENDING, right=line.text.endswith("："), near=True, asked="：",
                     found=line.text[-1], page=1)  # fmt: skip
