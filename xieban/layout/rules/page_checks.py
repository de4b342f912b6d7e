"""Checks of the page: paper, margins, the 22 × 28 grid, page numbers."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from xieban.layout.rules.facts import FEWEST, middle
from xieban.layout.rules.head_checks import middle_of
from xieban.layout.rules.ladder import Aspect, Finding, Unit, judged, measured, not_measurable
from xieban.layout.rules.numbers import in_mm, in_points
from xieban.layout.rules.reading import PAGE_NUMBER, Placed, Reading
from xieban.layout.rules.words import Element, Form

_INDENT: Final = 2.0
_NO_INDENT: Final = 0.5
_SIGNED: Final = 5  # characters from where on a line is no paragraph but a signature


def page_checks(reading: Reading) -> Iterator[Finding]:
    numbers = reading.numbers
    for page, leaf in enumerate(reading.leaves, start=1):
        if page > 1 and (leaf.width, leaf.height) == (reading.leaves[0].width, reading.leaves[0].height):
            continue
        yield measured(Element.PAGE, Aspect.WIDTH, asked=numbers.page_width, found=leaf.width, page=page)
        yield measured(Element.PAGE, Aspect.HEIGHT, asked=numbers.page_height, found=leaf.height, page=page)
    yield from _margins(reading)
    yield from _grid(reading)
    yield from _page_numbers(reading)


def _margins(reading: Reading) -> Iterator[Finding]:
    numbers = reading.numbers
    later = {one.page: one.line for one in reversed(reading.body) if one.page > 1}
    tops = [line.em_top for page, line in later.items() if line is _first_of(reading, page)]
    if tops:
        worst = max(tops, key=lambda found: abs(found - numbers.top))
        yield measured(Element.PAGE, Aspect.TOP, asked=numbers.top, found=worst)
    else:
        yield not_measurable(Element.PAGE, Aspect.TOP, asked=f"{numbers.top:.2f}")
    flush = [one.line.origin for one in reading.body if one.line.wide and one.line.glyphs[0] in one.line.wide]
    if len(flush) < FEWEST:
        yield not_measurable(Element.PAGE, Aspect.LEFT, asked=f"{numbers.left:.2f}")
        return
    left = min(flush)
    yield measured(Element.PAGE, Aspect.LEFT, asked=numbers.left, found=left)
    long = [one.line.right for one in reading.body if one.line.wide and one.line.glyphs[-1] in one.line.wide]
    if len(long) >= FEWEST:
        # The ink of a character ends a little before its cell does.
        found = max(long) + 0.05 * in_mm(reading.body_size) - left
        if found > numbers.width or _runs_on(reading, left):
            yield measured(Element.PAGE, Aspect.TYPE_WIDTH, asked=numbers.width, found=found)
        else:
            yield not_measurable(Element.PAGE, Aspect.TYPE_WIDTH, asked=f"{numbers.width:.2f}")
    indents = [
        (one - left) / numbers.advance for one in flush if _NO_INDENT < (one - left) / numbers.advance < _SIGNED
    ]
    if indents:
        yield measured(Element.BODY, Aspect.INDENT, asked=_INDENT, found=middle(indents), unit=Unit.CHARS)


def _runs_on(reading: Reading, left: float) -> bool:
    """Tell whether a line that ends in a whole character goes on in the next one: it shows the text's width."""
    return any(
        one.page == two.page
        and one.line.closed
        and one.line.glyphs[-1] in one.line.wide
        and two.line.origin - left < _NO_INDENT * reading.numbers.advance
        for one, two in pairwise(reading.body)
    )


def _first_of(reading: Reading, page: int) -> object:
    lines = reading.lines[page - 1]
    return lines[0] if lines else None


def _grid(reading: Reading) -> Iterator[Finding]:
    numbers = reading.numbers
    if not reading.body:
        yield not_measurable(Element.BODY, Aspect.SIZE, asked=f"{numbers.text:.2f}")
        return
    yield measured(Element.BODY, Aspect.SIZE, asked=numbers.text, found=reading.body_size, unit=Unit.POINTS)
    pitch = reading.measured_pitch
    if pitch:
        yield measured(
            Element.BODY, Aspect.PITCH, asked=in_points(numbers.pitch), found=in_points(pitch), unit=Unit.POINTS
        )
        lines = round(numbers.height / pitch)
        yield judged(Element.BODY, Aspect.LINES, right=lines == numbers.lines, near=abs(lines - numbers.lines) <= 2,  # noqa: PLR2004
                     asked=str(numbers.lines), found=str(lines))  # fmt: skip
    else:
        yield not_measurable(Element.BODY, Aspect.PITCH, asked=f"{in_points(numbers.pitch):.2f}")
    steps = [
        two.origin - one.origin
        for placed in reading.body
        for one, two in pairwise(placed.line.glyphs)
        if one in placed.line.wide and two in placed.line.wide
    ]
    if len(steps) >= FEWEST:
        found = in_points(middle(steps))
        yield measured(
            Element.BODY, Aspect.ADVANCE, asked=in_points(numbers.advance), found=found, unit=Unit.POINTS
        )


def _page_numbers(reading: Reading) -> Iterator[Finding]:
    bare = 1 if reading.form is Form.LETTER else 0
    found = {one.page: one for one in reading.page_numbers}
    if bare:
        yield judged(Element.PAGE_NUMBER, Aspect.PRESENT, right=1 not in found, asked="—",
                     found=found[1].line.text if 1 in found else "—", page=1)  # fmt: skip
    for page in range(1 + bare, len(reading.leaves) + 1):
        if page not in found:
            yield judged(
                Element.PAGE_NUMBER,
                Aspect.PRESENT,
                right=False,
                near=not found,
                asked=str(page),
                found="—",
                page=page,
            )
            continue
        yield from _page_number(reading, found[page])
    if found and not bare and len(found) == len(reading.leaves):
        said = [int(PAGE_NUMBER.match(one.line.text)[1]) for one in found.values()]  # type: ignore[index]
        right = said == list(range(said[0], said[0] + len(said)))
        yield judged(Element.PAGE_NUMBER, Aspect.PRESENT, right=right, asked="1–" + str(len(said)),
                     found=f"{said[0]}–{said[-1]}")  # fmt: skip


def _page_number(reading: Reading, placed: Placed) -> Iterator[Finding]:
    numbers, line, page = reading.numbers, placed.line, placed.page
    right_side = middle_of(line.left, line.right) > reading.leaves[page - 1].width / 2
    odd = page % 2 == 1
    yield judged(Element.PAGE_NUMBER, Aspect.SIDE, right=right_side == odd, asked="→" if odd else "←",
                 found="→" if right_side else "←", page=page)  # fmt: skip
    dashes = [glyph.top for glyph in line.glyphs if glyph.char in "—–―"]
    if len(dashes) == 2:  # noqa: PLR2004 - one on each side
        yield measured(
            Element.PAGE_NUMBER, Aspect.DROP, asked=numbers.number_drop, found=min(dashes) - reading.foot, page=page
        )
    else:
        yield judged(
            Element.PAGE_NUMBER,
            Aspect.FORM,
            right=False,
            near=True,
            asked=f"— {page} —",
            found=line.text,
            page=page,
        )
    edge = numbers.left + numbers.width
    inset = edge - line.right if right_side else line.left - numbers.left
    asked = numbers.number_inset * in_mm(numbers.small)
    yield measured(Element.PAGE_NUMBER, Aspect.INSET, asked=asked, found=inset, page=page)
    yield measured(
        Element.PAGE_NUMBER, Aspect.SIZE, asked=numbers.small, found=line.size, unit=Unit.POINTS, page=page
    )
