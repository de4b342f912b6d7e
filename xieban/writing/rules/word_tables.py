"""Tables of a Word file: spans found again, rows made even."""

from dataclasses import dataclass
from typing import Final

_WIDEST: Final = 40


@dataclass(slots=True, kw_only=True)
class WordCell:
    """One cell as Word writes it: a cell that continues the one above it says so."""

    html: str
    columns: int = 1
    continues: bool = False
    rows: int = 1
    column: int = 0


def table_html(rows: list[list[WordCell]], *, heads: int) -> tuple[str, bool]:
    """Return a table, and whether its rows had to be filled up."""
    kept: list[list[WordCell]] = []
    above: dict[int, WordCell] = {}
    for row in rows:
        column = 0
        for cell in row:
            cell.column, cell.columns = column, min(cell.columns, _WIDEST)
            column += cell.columns
        joined = [
            cell.continues and cell.column in above and above[cell.column].columns == cell.columns for cell in row
        ]
        if all(joined):
            continue  # a row without a cell of its own is no row
        below = {
            cell.column: above[cell.column] if is_joined else cell
            for cell, is_joined in zip(row, joined, strict=True)
        }
        for cell, is_joined in zip(row, joined, strict=True):
            if is_joined:
                above[cell.column].rows += 1
        above = below
        kept.append([cell for cell, is_joined in zip(row, joined, strict=True) if not is_joined])
    widths = _widths(kept)
    widest = max(widths, default=0)
    filled = any(width < widest for width in widths)
    for row, width in zip(kept, widths, strict=True):
        row += [WordCell(html="") for _ in range(widest - width)]
    return (
        f"<table>{''.join(_row(row, 'th' if at < heads else 'td') for at, row in enumerate(kept))}</table>",
        filled,
    )


def _widths(rows: list[list[WordCell]]) -> list[int]:
    """Return how many columns each row covers, cells from above counted."""
    covers = [0] * len(rows)
    for at, row in enumerate(rows):
        for cell in row:
            cell.rows = min(cell.rows, len(rows) - at)
            for below in range(at, at + cell.rows):
                covers[below] += cell.columns
    return covers


def _row(cells: list[WordCell], tag: str) -> str:
    said = "".join(f'<{tag} colspan="{cell.columns}" rowspan="{cell.rows}">{cell.html}</{tag}>' for cell in cells)
    return f"<tr>{said}</tr>"
