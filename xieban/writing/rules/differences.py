"""What two texts differ by: line by line, and inside a changed line by characters and words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from xieban.layout.rules import Block, Heading, Listing, Paragraph, Run, Table
from xieban.layout.rules.body import lines_of, text_of
from xieban.writing.rules.words import Change

# One Chinese character is a word; letters and figures hold together, so that 2026 does not change into 2027 by a 7.
_TOKENS: Final = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
_ROWS: Final = frozenset({"td", "th"})
_ALIKE: Final = 0.35
_MOST_TOKENS: Final = 3000
_MOST_PAIRS: Final = 60
_ISLAND: Final = 2  # so few same characters between two changes are read as changed along with them


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a line that stayed, came or went."""

    text: str
    change: Change = Change.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph, heading, item or row; a row has a field for each cell, everything else has one."""

    kind: str
    fields: tuple[tuple[Piece, ...], ...]
    change: Change = Change.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that follow each other: the rows of a table, or anything else."""

    is_table: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The later text with what went in its place; counts are in characters."""

    lines: tuple[Line, ...]
    added: int
    removed: int

    @property
    def is_none(self) -> bool:
        return all(line.change is Change.SAME for line in self.lines)

    @property
    def groups(self) -> list[Group]:
        """Return the lines with the rows of tables together."""
        parted = groupby(self.lines, key=lambda line: line.kind in _ROWS)
        return [Group(is_table=is_table, lines=tuple(lines)) for is_table, lines in parted]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flat:
    """A line of one text, its words apart from its dress."""

    kind: str
    fields: tuple[str, ...]
    dress: tuple[tuple[Run, ...], ...]

    @property
    def words(self) -> tuple[str, tuple[str, ...]]:
        return self.kind, self.fields


def difference(older: tuple[Block, ...], newer: tuple[Block, ...]) -> Difference:
    """Compare two trees."""
    before, after = list(_flat(older)), list(_flat(newer))
    matcher = SequenceMatcher(None, [one.words for one in before], [one.words for one in after], autojunk=False)
    lines: list[Line] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            lines += [_kept(old, new) for old, new in zip(before[a:b], after[c:d], strict=True)]
        else:
            lines += _changed(before[a:b], after[c:d])
    pieces = [piece for line in lines for field in line.fields for piece in field]
    return Difference(
        lines=tuple(lines),
        added=sum(len(one.text) for one in pieces if one.change is Change.ADDED),
        removed=sum(len(one.text) for one in pieces if one.change is Change.REMOVED),
    )


def _flat(blocks: Sequence[Block]) -> Iterator[_Flat]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _Flat(kind="p", fields=(text_of(block.runs),), dress=(block.runs,))
        elif isinstance(block, Heading):
            runs = (*block.runs, *block.rest)
            yield _Flat(kind="p" if block.rest else f"h{block.level}", fields=(text_of(runs),), dress=(runs,))
        elif isinstance(block, Listing):
            for numeral, runs in lines_of(block):
                yield _Flat(kind="li", fields=(numeral + text_of(runs),), dress=(runs,))
        elif isinstance(block, Table):
            for place, row in enumerate(block.rows):
                kind = "th" if place < block.heads else "td"
                yield _Flat(
                    kind=kind,
                    fields=tuple(text_of(cell.runs) for cell in row),
                    dress=tuple(cell.runs for cell in row),
                )


def _kept(old: _Flat, new: _Flat) -> Line:
    change = Change.SAME if old.dress == new.dress else Change.DRESSED
    return Line(kind=new.kind, fields=tuple((Piece(text=one),) for one in new.fields), change=change)


def _whole(line: _Flat, change: Change) -> Line:
    return Line(
        kind=line.kind, fields=tuple((Piece(text=one, change=change),) for one in line.fields), change=change
    )


def _changed(before: Sequence[_Flat], after: Sequence[_Flat]) -> list[Line]:
    """Pair what is alike, in order; the rest went or came as a whole."""
    lines: list[Line] = []
    come: list[Line] = []
    begin = 0
    for new in after:
        found = _partner(new, before[begin : begin + _MOST_PAIRS])
        if found is None:
            come.append(_whole(new, Change.ADDED))
            continue
        lines += [*(_whole(old, Change.REMOVED) for old in before[begin : begin + found]), *come]
        lines.append(_compared(before[begin + found], new))
        begin, come = begin + found + 1, []
    return [*lines, *(_whole(old, Change.REMOVED) for old in before[begin:]), *come]


def _partner(new: _Flat, before: Sequence[_Flat]) -> int | None:
    """Return which of the old lines this one was made from: the first that is alike enough."""
    said = "".join(new.fields)
    for place, old in enumerate(before):
        if len(old.fields) != len(new.fields) or (old.kind in _ROWS) != (new.kind in _ROWS):
            continue
        matcher = SequenceMatcher(None, "".join(old.fields)[:400], said[:400], autojunk=False)
        if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
            return place
    return None


def _compared(old: _Flat, new: _Flat) -> Line:
    fields = tuple(pieces(before, after) for before, after in zip(old.fields, new.fields, strict=True))
    return Line(kind=new.kind, fields=fields, change=Change.CHANGED)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two lines by words; what went stands before what came."""
    a, b = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(a) > _MOST_TOKENS or len(b) > _MOST_TOKENS:
        return (Piece(text=before, change=Change.REMOVED), Piece(text=after, change=Change.ADDED))
    opcodes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    gone, come = "", ""
    found: list[Piece] = []
    for place, (tag, i, j, k, m) in enumerate(opcodes):
        island = tag == "equal" and 0 < place < len(opcodes) - 1 and len("".join(a[i:j])) <= _ISLAND
        if tag == "equal" and not (island and gone and come):
            found += _told(gone, come)
            gone, come = "", ""
            found.append(Piece(text="".join(a[i:j])))
        else:
            gone += "".join(a[i:j])
            come += "".join(b[k:m])
    return tuple(found + _told(gone, come))


def _told(gone: str, come: str) -> list[Piece]:
    told = ((gone, Change.REMOVED), (come, Change.ADDED))
    return [Piece(text=text, change=change) for text, change in told if text]
