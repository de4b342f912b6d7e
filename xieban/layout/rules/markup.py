"""Turns the editor's HTML into the body's tree. What cannot be printed is named, never dropped."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

import nh3

from xieban.layout.rules.body import Block, Cell, Heading, Item, Listing, Paragraph, Run, Table, text_of

TAGS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "sub", "sup", "br", "ul", "ol", "li", "a", "span"}
    | {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "colgroup", "col", "div", "blockquote"}
)
_REFUSED: Final = {
    "img": "picture",
    "ins": "change",
    "del": "change",
    "s": "change",
    "math": "formula",
    "svg": "picture",
}
_DRESS: Final = {"strong": "bold", "b": "bold", "u": "underline", "sup": "raised", "sub": "lowered"}
_BLOCKS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "div", "blockquote"})
_CLEANER: Final = nh3.Cleaner(
    tags=set(TAGS | set(_REFUSED)),
    attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    link_rel=None,
    clean_content_tags={"script", "style", "title", "template"},
)
# 一、 and （一） make a heading; 1. and （1） are set in the face of the text, so that they need no telling apart.
_LEVELS: Final = (
    (1, re.compile(r"^[一二三四五六七八九十百]{1,4}、")),
    (2, re.compile(r"^[（(][一二三四五六七八九十百]{1,4}[）)]")),
)
_LONGEST_HEADING: Final = 56
_MOST_SPAN: Final = 40


class NotPrintable(ValueError):
    """The HTML holds something that the layout does not print; `what` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def sanitised(html: str) -> str:
    """Return the HTML with only what the tree knows; scripts, styles and foreign attributes are gone."""
    return _CLEANER.clean(html)


def body_of(html: str) -> tuple[Block, ...]:
    """Return the tree of an editor's HTML. Raises NotPrintable for pictures, formulas, unsettled changes."""
    reader = _Reader()
    reader.feed(sanitised(html))
    reader.close()
    return reader.finished()


def as_typed(runs: tuple[Run, ...]) -> Block | None:
    """Return a paragraph as what its typed numeral makes of it; None where it is empty."""
    words = text_of(runs).strip()
    if not words:
        return None
    for level, numeral in _LEVELS:
        if numeral.match(words):
            head, rest = _cut_sentence(runs)
            if len(text_of(head)) <= _LONGEST_HEADING:
                return Heading(level=level, runs=head, rest=rest)
    return Paragraph(runs=runs)


def _cut_sentence(runs: tuple[Run, ...]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Cut after the first 。 when something follows it."""
    head: list[Run] = []
    for place, run in enumerate(runs):
        stop = run.text.find("。")
        if stop < 0:
            head.append(run)
            continue
        before, after = run.text[: stop + 1], run.text[stop + 1 :]
        dress = {"bold": run.bold, "underline": run.underline, "raised": run.raised, "lowered": run.lowered}
        head.append(Run(text=before, **dress))
        rest = ((Run(text=after, **dress),) if after else ()) + runs[place + 1 :]
        return tuple(head), rest
    return tuple(head), ()


@dataclass(slots=True)
class _OpenTable:
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    heads: int = 0
    columns: int = 1
    spans: int = 1
    all_heads: bool = True


@dataclass(slots=True)
class _OpenList:
    numbered: bool
    items: list[Item] = field(default_factory=list)
    runs: tuple[Run, ...] = ()
    inner: Listing | None = None


class _Reader(HTMLParser):
    """Reads HTML that nh3 has closed and ordered."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.dress: list[str] = []
        self.tables: list[_OpenTable] = []
        self.lists: list[_OpenList] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _REFUSED:
            raise NotPrintable(_REFUSED[tag])
        if tag in _DRESS:
            self.dress.append(_DRESS[tag])
        elif tag == "br":
            self.add("\n")
        elif tag in {"ul", "ol"}:
            self._begin_list(numbered=tag == "ol")
        elif tag == "table":
            self._begin_table()
        elif tag in {"td", "th"} and self.tables:
            self._begin_cell(tag, {name: int(value) for name, value in attrs if value and value.isdigit()})
        elif tag in _BLOCKS:
            if self._inside() and self.runs:
                self.add("\n")
            elif not self._inside():
                self._end_paragraph(level=0)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DRESS:
            self.dress.remove(_DRESS[tag])
        elif tag in _BLOCKS and not self._inside():
            self._end_paragraph(level=int(tag[1]) if tag[0] == "h" else 0)
        elif tag == "li" and self.lists:
            self._end_item()
        elif tag in {"ul", "ol"} and self.lists:
            self._end_list()
        elif self.tables:
            self._end_in_table(tag)

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", data.replace("\xa0", " "))
        if text.strip() or (self.runs and text):
            self.add(text)

    def add(self, text: str) -> None:
        dress = dict.fromkeys(self.dress, True)
        self.runs.append(Run(text=text, **dress))

    def finished(self) -> tuple[Block, ...]:
        self._end_paragraph(level=0)
        return tuple(self.blocks)

    def _inside(self) -> bool:
        return bool(self.tables or self.lists)

    def _take(self) -> tuple[Run, ...]:
        """Return the runs read so far, without space or breaks at either end, equal neighbours joined."""
        joined: list[Run] = []
        for run in self.runs:
            last = joined[-1] if joined else None
            if last and (last.bold, last.underline, last.raised, last.lowered) == (
                run.bold, run.underline, run.raised, run.lowered,
            ):  # fmt: skip
                joined[-1] = Run(text=last.text + run.text, bold=run.bold, underline=run.underline,
                                 raised=run.raised, lowered=run.lowered)  # fmt: skip
            else:
                joined.append(run)
        self.runs = []
        return stripped(tuple(joined))

    def _end_paragraph(self, *, level: int) -> None:
        runs = self._take()
        if level and text_of(runs).strip():
            self.blocks.append(Heading(level=level, runs=runs))
        else:
            block = as_typed(runs)
            self.blocks += [block] if block else []

    def _begin_list(self, *, numbered: bool) -> None:
        if self.tables:
            raise NotPrintable("list_in_table")
        if self.lists:
            self._hold()
        else:
            self._end_paragraph(level=0)
        self.lists.append(_OpenList(numbered=numbered))

    def _hold(self) -> None:
        """Keep the words of an item that also holds a list; what stands before and behind it is one text."""
        more = self._take()
        held = self.lists[-1].runs
        self.lists[-1].runs = (*held, Run(text="\n"), *more) if held and more else held or more

    def _end_item(self) -> None:
        self._hold()
        openlist = self.lists[-1]
        if openlist.runs or openlist.inner:
            openlist.items.append(Item(runs=openlist.runs, inner=openlist.inner))
        openlist.runs, openlist.inner = (), None

    def _end_list(self) -> None:
        self._end_item()  # words that stood in no item are one
        openlist = self.lists.pop()
        listing = Listing(items=tuple(openlist.items), numbered=openlist.numbered)
        if not listing.items:
            return
        if not self.lists:
            self.blocks.append(listing)
            return
        before = self.lists[-1].inner
        self.lists[-1].inner = Listing(
            items=(*(before.items if before else ()), *listing.items), numbered=(before or listing).numbered
        )

    def _begin_table(self) -> None:
        if self.tables or self.lists:
            raise NotPrintable("nested_table")
        self._end_paragraph(level=0)
        self.tables.append(_OpenTable())

    def _begin_cell(self, tag: str, spans: dict[str, int]) -> None:
        table = self.tables[-1]
        table.columns = min(_MOST_SPAN, max(1, spans.get("colspan", 1)))
        table.spans = min(_MOST_SPAN, max(1, spans.get("rowspan", 1)))
        table.all_heads = table.all_heads and tag == "th"

    def _end_in_table(self, tag: str) -> None:
        table = self.tables[-1]
        if tag in {"td", "th"}:
            table.row.append(Cell(runs=self._take(), columns=table.columns, rows=table.spans))
        elif tag == "tr":
            if table.row:
                table.rows.append(tuple(table.row))
                table.heads += table.all_heads and table.heads == len(table.rows) - 1
            table.row, table.all_heads = [], True
        elif tag == "table":
            self.tables.pop()
            if table.rows:
                self.blocks.append(Table(rows=tuple(table.rows), heads=min(table.heads, len(table.rows) - 1)))


def stripped(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return runs without white space at either end."""
    kept = list(runs)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if not kept:
        return ()
    first, last = kept[0], kept[-1]
    kept[0] = Run(
        text=first.text.lstrip(" \n　"),
        bold=first.bold,
        underline=first.underline,
        raised=first.raised,
        lowered=first.lowered,
    )
    last = kept[-1]
    kept[-1] = Run(
        text=last.text.rstrip(), bold=last.bold, underline=last.underline, raised=last.raised, lowered=last.lowered
    )
    return tuple(kept)
