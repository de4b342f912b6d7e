"""Finds the elements of an official document among what was measured, whoever made the PDF."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from xieban.layout.rules.facts import Leaf, Line, Picture, Rule, line_pitch, lines_of
from xieban.layout.rules.numbers import NUMBERS, Numbers, in_mm
from xieban.layout.rules.words import Form

NUMBER: Final = re.compile(r"[〔\[\(（【［]\s*(\d{2,4})\s*[〕\]\)）】］]\s*第?\s*(\d+)\s*号|^第\s*(\d+)\s*号$")
DATE: Final = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")
PAGE_NUMBER: Final = re.compile(r"^[—–―\-－一﹣]*\s*(\d{1,4})\s*[—–―\-－一﹣]*$")
ATTACHMENT: Final = re.compile(r"^附件\s*\d{0,2}$")
IMPRINT_FIRST: Final = re.compile(r"^(抄送|主送|分送)[：:]")
_IMPRINT_LAST: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日印发$")
_BIG: Final = 20.0  # points: a red text from here up is the mark
_WIDE_RULE: Final = 90.0
_RUNNING: Final = 10  # characters of a line that runs
_SIGNED: Final = 5  # characters from the edge: text begins left of it, a signature right of it
_ALIKE: Final = 5.0  # millimetres between the widths of seals
_LET_BE: Final = 0.11  # 20 to 24 lines a page instead of 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line with its page, from 1."""

    page: int
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The elements that were found; what is None or empty was not."""

    leaves: tuple[Leaf, ...]
    lines: tuple[tuple[Line, ...], ...]  # the black lines of each page
    form: Form
    numbers: Numbers
    mark: tuple[Line, ...]
    red_rules: tuple[Rule, ...]
    number: Line | None
    title: tuple[Line, ...]
    addressees: Line | None
    body_size: float
    body: tuple[Placed, ...]
    date: Placed | None
    seal: Picture | None
    attachments: tuple[Placed, ...]
    imprint: tuple[Line, ...]
    imprint_rules: tuple[Rule, ...]
    page_numbers: tuple[Placed, ...]

    @property
    def foot(self) -> float:
        """Return where the 版心 ends."""
        return self.numbers.top + self.numbers.height

    @property
    def seals(self) -> tuple[Picture, ...]:
        """Return the seals: the one over the date, and those like it on the same page."""
        if self.seal is None or self.date is None:
            return ()
        wide = self.seal.right - self.seal.left
        return tuple(
            one
            for one in self.leaves[self.date.page - 1].pictures
            if abs(one.right - one.left - wide) < _ALIKE and one.bottom <= self.seal.bottom + 1
        )

    @property
    def texts(self) -> tuple[Placed, ...]:
        """Return the lines of the body that begin where text begins: no signature, no date."""
        edge = min((one.line.origin for one in self.body), default=0) + _SIGNED * self.numbers.advance
        return tuple(one for one in self.body if one.line.origin < edge)

    @property
    def measured_pitch(self) -> float:
        """Return the distance from line to line; 0 of too few lines."""
        return line_pitch((one.page, one.line) for one in self.texts)

    @property
    def pitch(self) -> float:
        """Return what a line is here: the measured pitch where the standard lets it be, else the asked one."""
        found = self.measured_pitch
        near = abs(found - self.numbers.pitch) < _LET_BE * self.numbers.pitch
        return found if near else self.numbers.pitch


def read(*, leaves: tuple[Leaf, ...], form: Form | None) -> Reading:
    """Return the elements; the form is guessed from the head where it is not given."""
    mark = lines_of(leaves[0].glyphs, only=lambda one: one.red and one.size >= _BIG) if leaves else ()
    red_rules = _red_rules(leaves)
    known = form or _form(mark, red_rules)
    numbers = NUMBERS[known]
    lines = tuple(lines_of(leaf.glyphs, only=lambda one: not one.red) for leaf in leaves)
    foot = numbers.top + numbers.height
    page_numbers = tuple(
        Placed(page=page, line=line)
        for page, of_page in enumerate(lines, start=1)
        for line in of_page[-2:]
        if PAGE_NUMBER.match(line.text) and line.baseline > foot - 10 and line.right - line.left < 40  # noqa: PLR2004
    )
    imprint, rules = _imprint(lines, leaves)
    size = _body_size(lines, imprint)
    taken = {id(one.line) for one in page_numbers} | {id(line) for line in imprint}
    number = next((line for line in lines[0] if NUMBER.search(line.text)), None) if lines else None
    title = _title(lines, number, red_rules, size)
    taken |= {id(line) for line in (*title, *((number,) if number else ()))}
    head = max([line.baseline for line in (*mark, *title, *((number,) if number else ()))], default=0)
    body = tuple(
        Placed(page=page, line=line)
        for page, of_page in enumerate(lines, start=1)
        for line in of_page
        if id(line) not in taken and abs(line.size - size) < 0.6 and (page > 1 or line.baseline > head)  # noqa: PLR2004
    )
    date = next((one for one in reversed(body) if DATE.match(one.line.text) and one.line.left > 80), None)  # noqa: PLR2004 - on the right half
    return Reading(
        leaves=leaves, lines=lines, form=known, numbers=numbers, mark=mark, red_rules=red_rules, number=number,
        title=title, addressees=_addressees(body, title), body_size=size, body=body, date=date,
        seal=_seal(leaves, date), attachments=tuple(
            Placed(page=page, line=of_page[0]) for page, of_page in enumerate(lines, start=1)
            if page > 1 and of_page and ATTACHMENT.match(of_page[0].text)
        ), imprint=imprint, imprint_rules=rules, page_numbers=page_numbers,
    )  # fmt: skip


def _form(mark: tuple[Line, ...], rules: tuple[Rule, ...]) -> Form:
    said = mark[0].text if mark else ""
    if said.endswith("令") and not rules:
        return Form.ORDER
    if said.endswith("纪要"):
        return Form.MINUTES
    if len(rules) > 2 or any(rule.length > 165 for rule in rules):  # noqa: PLR2004 - double lines, 170 mm
        return Form.LETTER
    return Form.ORDINARY


def _red_rules(leaves: tuple[Leaf, ...]) -> tuple[Rule, ...]:
    if not leaves:
        return ()
    found = (rule for rule in leaves[0].rules if rule.red and rule.length > _WIDE_RULE)
    return tuple(sorted(found, key=lambda rule: rule.top))


def _body_size(lines: tuple[tuple[Line, ...], ...], imprint: tuple[Line, ...]) -> float:
    """Return the size that most characters have, 版记 left out."""
    other = {id(line) for line in imprint}
    all_lines = [line for of_page in lines for line in of_page if id(line) not in other]
    # The title of a short document has more characters than its text.
    text = [line for line in all_lines if line.size < _BIG] or all_lines
    # Running text begins at the edge and has no gaps; the cells of a table have them, or begin further in.
    edge = min((line.origin for line in text), default=0)
    running = [
        line
        for line in text
        if len(line.wide) >= _RUNNING and line.closed and line.origin - edge < _SIGNED * in_mm(line.size)
    ]
    sizes = Counter(round(glyph.size * 4) / 4 for line in running or text for glyph in line.wide)
    return sizes.most_common(1)[0][0] if sizes else 0


def _title(
    lines: tuple[tuple[Line, ...], ...], number: Line | None, rules: tuple[Rule, ...], size: float
) -> tuple[Line, ...]:
    """Return the lines larger than the text below the number and the red line that follow each other."""
    if not lines:
        return ()
    upper = max([number.baseline if number else 0, rules[0].bottom if rules else 0])
    large = [line for line in lines[0] if line.baseline > upper and line.size > size + 1]
    found: list[Line] = []
    for line in large:
        if found and line.top - found[-1].bottom > in_mm(line.size) * 1.5:
            break
        found.append(line)
    return tuple(found)


def _addressees(body: tuple[Placed, ...], title: tuple[Line, ...]) -> Line | None:
    """Return the first line under the title where it begins what ends in a colon, before any indented line."""
    under = [one.line for one in body if one.page == 1 and (not title or one.line.top > title[-1].bottom)]
    if not under:
        return None
    left = min(line.origin for line in under)
    for line in under[:12]:
        if line.origin > left + in_mm(line.size):
            return None
        if line.text.endswith(("：", ":")):
            return under[0]
    return None


def _seal(leaves: tuple[Leaf, ...], date: Placed | None) -> Picture | None:
    if date is None:
        return None
    leaf, line = leaves[date.page - 1], date.line
    return next(
        (
            one
            for one in leaf.pictures
            if one.top < line.baseline < one.bottom and one.left < line.right and one.right > line.left
        ),
        None,
    )


def _imprint(
    lines: tuple[tuple[Line, ...], ...], leaves: tuple[Leaf, ...]
) -> tuple[tuple[Line, ...], tuple[Rule, ...]]:
    """Return 版记 on the last page: from 主送, 抄送 or the printing line downwards, with the rules around it."""
    if not lines:
        return (), ()
    last = lines[-1]
    ends = [place for place, line in enumerate(last) if _IMPRINT_LAST.search(line.text)]
    starts = [place for place, line in enumerate(last) if IMPRINT_FIRST.match(line.text)]
    first = min([*starts[:1], *ends[:1]], default=None)
    rules = sorted(
        (one for one in leaves[-1].rules if not one.red and one.length > _WIDE_RULE), key=lambda one: one.top
    )
    if first is None:
        return (), ()
    end = ends[-1] if ends else len(last) - 1
    inside = tuple(line for line in last[first : end + 1] if not PAGE_NUMBER.match(line.text))
    top, bottom = inside[0].top, inside[-1].bottom
    reach = in_mm(inside[0].size) * 1.6
    return inside, tuple(rule for rule in rules if top - reach < rule.top < bottom + reach)
