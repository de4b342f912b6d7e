"""One way to write down a text: what `layout` reads from HTML, written as HTML again, and its digest."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from xieban.layout.rules import Block, Cell, Heading, Listing, Paragraph, Run, Table, body_of
from xieban.layout.rules.body import texts

_DRESS: Final = (("bold", "strong"), ("underline", "u"), ("raised", "sup"), ("lowered", "sub"))
_UNPRINTABLE: Final = frozenset({"Cc", "Co", "Cs", "Cn"})
_NEAR: Final = 8
DEEPEST: Final = 4
"""Lists in lists; deeper ones nobody can number."""


class StrangeCharacter(ValueError):
    """A character that cannot be printed; `code` names it, `near` is what stands before it."""

    def __init__(self, *, code: str, near: str) -> None:
        super().__init__(code)
        self.code, self.near = code, near


class DeepList(ValueError):
    """A list lies deeper in others than `DEEPEST`."""


def canonical(html: str) -> tuple[str, tuple[Block, ...]]:
    """Return the text as it is kept, and its tree: reading what is kept gives the same tree again.

    Raises `NotPrintable` (pictures, formulas, inner tables, unsettled changes), `StrangeCharacter`, `DeepList`.
    """
    blocks = body_of(html)
    require_flat(blocks)
    for _block, text in texts(blocks):
        require_printable(text)
    return html_of(blocks), blocks


def require_flat(blocks: Iterable[Block]) -> None:
    """Raise `DeepList` where lists lie too deep in each other; counted without going down by calls."""
    level = [block for block in blocks if isinstance(block, Listing)]
    for _depth in range(DEEPEST):
        level = [item.inner for listing in level for item in listing.items if item.inner]
    if level:
        raise DeepList


def require_printable(text: str) -> None:
    """Raise `StrangeCharacter` at the first character that no printer knows."""
    for place, char in enumerate(text):
        if unicodedata.category(char) in _UNPRINTABLE and char not in "\n\t":
            near = text[max(0, place - _NEAR) : place].strip()
            raise StrangeCharacter(code=f"U+{ord(char):04X}", near=near)


def html_of(blocks: Iterable[Block]) -> str:
    """Write a tree as HTML: no attributes but the spans of cells."""
    return "".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_runs(block.runs)}</p>"
    if isinstance(block, Heading):
        # What runs on behind a heading is found again by its numeral and its full stop.
        tag = "p" if block.rest else f"h{block.level}"
        return f"<{tag}>{_runs((*block.runs, *block.rest))}</{tag}>"
    if isinstance(block, Table):
        heads = "".join(_row(row, "th") for row in block.rows[: block.heads])
        rows = "".join(_row(row, "td") for row in block.rows[block.heads :])
        return f"<table>{f'<thead>{heads}</thead>' if heads else ''}<tbody>{rows}</tbody></table>"
    return _listing(block)


def _listing(listing: Listing) -> str:
    tag = "ol" if listing.numbered else "ul"
    items = "".join(
        f"<li>{_runs(item.runs)}{_listing(item.inner) if item.inner else ''}</li>" for item in listing.items
    )
    return f"<{tag}>{items}</{tag}>"


def _row(cells: Sequence[Cell], tag: str) -> str:
    return f"<tr>{''.join(_cell(cell, tag) for cell in cells)}</tr>"


def _cell(cell: Cell, tag: str) -> str:
    spans = (("colspan", cell.columns), ("rowspan", cell.rows))
    said = "".join(f' {name}="{count}"' for name, count in spans if count > 1)
    return f"<{tag}{said}>{_runs(cell.runs)}</{tag}>"


def _runs(runs: Iterable[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = escape(run.text, quote=False).replace("\n", "<br>")
    for name, tag in reversed(_DRESS):
        if getattr(run, name):
            text = f"<{tag}>{text}</{tag}>"
    return text


def words_of(blocks: tuple[Block, ...]) -> str:
    """Return the words alone, a line for each paragraph, heading, item and cell."""
    return "\n".join(text for _block, text in texts(blocks) if text.strip())


def digest_of(html: str) -> str:
    """Return the SHA-256 of a text as it is kept."""
    return hashlib.sha256(html.encode()).hexdigest()


def fingerprint(*, text: str, attachments: Iterable[tuple[str, str]]) -> str:
    """Return one digest over the text's digest and each attachment's name and digest, in their order."""
    whole = {"text": text, "attachments": [list(one) for one in attachments]}
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
