"""The table of contents of the Word report, filled in: each chapter with its page, and a way to it."""

from typing import Final

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from zhishou.inspections.actions.word_paging import CHAPTER, pages_of, set_exactly
from zhishou.inspections.actions.word_parts import FAINT, FRONT, TEXT, dress, faces, under

ENTRY: Final = "toc 1"  # the name that Word itself knows
WHOLE: Final = r'TOC \o "1-1" \h \z \u'
WIDTH: Final = 166


def field(added: Paragraph, instruction: str, *, shown: str = "", size: float = 8.5, colour: str = FAINT) -> None:
    """Add a field, e.g. the page's number, with what it shows until a program counts anew."""
    for run in _field(added, instruction, shown=shown, size=size, colour=colour):
        added._p.append(run)  # noqa: SLF001 - python-docx has no door to fields


def add_contents(word: Word, *, after: Paragraph) -> None:
    """Put the contents after a paragraph, when everything else is there."""
    _style(word)
    chapters = [one for one in word.paragraphs if one.style is not None and one.style.name == CHAPTER]
    title = Paragraph(OxmlElement("w:p"), word._body)  # noqa: SLF001 - the parent of every paragraph
    title.style = word.styles[FRONT]
    title.add_run("目录")
    under(title, colour="1F5A8C", eighths=8)
    entries = [Paragraph(OxmlElement("w:p"), word._body) for _one in chapters]  # noqa: SLF001 - likewise
    last = after._p  # noqa: SLF001 - python-docx adds at the end alone
    for added in (title, *entries):
        last.addnext(added._p)  # noqa: SLF001 - likewise
        last = added._p  # noqa: SLF001 - likewise
    for one, chapter in zip(entries, chapters, strict=True):
        one.style = word.styles[ENTRY]
        dress(one.add_run(chapter.text), size=10.5)
    set_exactly(word)
    pages, count = pages_of(word)
    for place, (one, chapter, page) in enumerate(zip(entries, chapters, pages, strict=True)):
        name = f"_Toc{place + 1:06}"
        _mark(chapter, name, key=place + 1)
        _fill(one, name, page=page)
    if entries:
        _begin_and_end(entries[0], entries[-1])
    for part in word.sections[0].footer.paragraphs:
        for run in part.runs:
            if run.text == UNCOUNTED:
                run.text = str(count)


UNCOUNTED: Final = "…"
"""What the number of pages shows until the pages are counted."""


def _style(word: Word) -> None:
    style = word.styles.add_style(ENTRY, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - made as one
    style.base_style = word.styles["Normal"]
    faces(style.element.get_or_add_rPr().get_or_add_rFonts(), face=TEXT)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(4)
    form.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _mark(chapter: Paragraph, name: str, *, key: int) -> None:
    for kind in ("bookmarkStart", "bookmarkEnd"):
        mark = OxmlElement(f"w:{kind}")
        mark.set(qn("w:id"), str(key))
        if kind == "bookmarkStart":
            mark.set(qn("w:name"), name)
            chapter._p.insert(1, mark)  # noqa: SLF001 - after its properties
        else:
            chapter._p.append(mark)  # noqa: SLF001 - likewise


def _fill(entry: Paragraph, name: str, *, page: int) -> None:
    """Make the entry lead to its chapter, and say the page."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.set(qn("w:history"), "1")
    for run in list(entry.runs):
        link.append(run._element)  # noqa: SLF001 - python-docx has no door to links
    entry._p.append(link)  # noqa: SLF001 - likewise
    tab = dress(entry.add_run(), size=10.5)
    tab.add_tab()
    link.append(tab._element)  # noqa: SLF001 - likewise
    for made in _field(entry, rf"PAGEREF {name} \h", shown=str(page), size=10.5, colour=""):
        link.append(made)


def _begin_and_end(first: Paragraph, last: Paragraph) -> None:
    """Let Word know all entries as one table of contents, which it can make anew."""
    runs = _field(first, WHOLE, shown="", size=10.5, colour="")
    for run in reversed(runs[:-1]):
        first._p.insert(1, run)  # noqa: SLF001 - after its properties
    last._p.append(runs[-1])  # noqa: SLF001 - likewise


def _field(added: Paragraph, instruction: str, *, shown: str, size: float, colour: str) -> list[BaseOxmlElement]:
    runs = list[BaseOxmlElement]()
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        if kind == "shown" and not shown:
            continue
        run = dress(Run(OxmlElement("w:r"), added), size=size, colour=colour)
        if kind == "shown":
            run.text = text
        elif kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            run._element.append(part)  # noqa: SLF001 - python-docx has no door to fields
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
            run._element.append(part)  # noqa: SLF001 - likewise
        runs.append(run._element)  # noqa: SLF001 - likewise
    return runs
