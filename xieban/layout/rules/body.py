"""The body of a document as a tree: four kinds of block over runs of text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LEVELS: Final = range(1, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text in one dress."""

    text: str
    bold: bool = False
    underline: bool = False
    raised: bool = False
    lowered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph, indented by two characters; a break inside it is a run that holds a newline."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of level 1 to 4, its numeral typed; `rest` runs on behind it in the face of the text."""

    level: int
    runs: tuple[Run, ...]
    rest: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table."""

    runs: tuple[Run, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as wide as the text; the first `heads` rows are repeated on every page."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0

    @property
    def width(self) -> int:
        """Return the number of columns, by the row that has most."""
        return max((sum(cell.columns for cell in row) for row in self.rows), default=0)

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield every cell with its row and column, past those that reach down from rows above."""
        taken: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                taken |= {(row + y, column + x) for y in range(cell.rows) for x in range(cell.columns)}
                yield row, column, cell

    @property
    def even(self) -> bool:
        """Tell whether cells and their spans fill every row, none lying over another or over the edge."""
        covers = [
            (row + y, column + x)
            for row, column, cell in self.placed()
            for y in range(cell.rows)
            for x in range(cell.columns)
        ]
        whole = {(row, column) for row in range(len(self.rows)) for column in range(self.width)}
        return len(covers) == len(whole) and set(covers) == whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list, numbered or not; an item may hold another list."""

    items: tuple["Item", ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a list."""

    runs: tuple[Run, ...]
    inner: Listing | None = None


Block = Paragraph | Heading | Table | Listing


def text_of(runs: tuple[Run, ...]) -> str:
    """Return the words without their dress."""
    return "".join(run.text for run in runs)


def texts(blocks: tuple[Block, ...]) -> list[tuple[Block, str]]:
    """Return every text of a tree beside the block that holds it, in reading order."""
    found: list[tuple[Block, str]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append((block, text_of(block.runs)))
        elif isinstance(block, Heading):
            found.append((block, text_of(block.runs)))
            if block.rest:
                found.append((Paragraph(runs=block.rest), text_of(block.rest)))
        elif isinstance(block, Table):
            found += [(block, text_of(cell.runs)) for row in block.rows for cell in row]
        else:
            for line in lines_of(block):
                found.append((block, line[0] + text_of(line[1])))
    return found


def lines_of(listing: Listing, *, depth: int = 0) -> list[tuple[str, tuple[Run, ...]]]:
    """Return a list as paragraphs, each with its numeral: 1. outside, （1） inside, a point where it has none."""
    found = []
    for place, item in enumerate(listing.items, start=1):
        numeral = "·" if not listing.numbered else f"{place}. " if depth == 0 else f"（{place}）"
        found.append((numeral, item.runs))
        if item.inner:
            found += lines_of(item.inner, depth=depth + 1)
    return found
