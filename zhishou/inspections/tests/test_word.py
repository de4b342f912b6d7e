"""The Word report, as a reader and as a program find it."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import pypdfium2
import pytest
from django.db import transaction
from docx.document import Document as Word
from docx.oxml.ns import qn
from pytest_django import DjangoDbBlocker

from conftest import NOON, make_cast
from tests.laying import laid
from tests.needs import NO_LIBREOFFICE
from zhishou.inspections.actions.pdf import photographs_of, pictures_of
from zhishou.inspections.actions.word import render_word
from zhishou.inspections.queries.reports import document_of
from zhishou.inspections.rules.document import Document
from zhishou.inspections.tests.factories import DAY, make_site

pytestmark = pytest.mark.once
AT = datetime.fromisoformat("2023-03-16T12:00:00+00:00")
CHAPTERS = (
    *("一、基本信息", "二、总体情况", "三、系统拓扑", "四、巡检明细", "五、本周期运行曲线", "六、问题与建议"),
    *("七、用户回访与指导", "八、历史对比", "九、结论与建议", "十、签字确认", "附：现场照片"),
)


@pytest.fixture(scope="module")
def document(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Document:
    """Return the frozen document, which needs no tables any more: all of this is about one report."""
    with django_db_blocker.unblock(), transaction.atomic():
        site = make_site(laid("cast", make_cast))
        walked = site.walk(site.round(), at=NOON, temperature="33", photo=True)
        found = document_of(site.issue(walked, at=NOON + DAY))
        transaction.set_rollback(True)
        return found


@pytest.fixture(scope="module")
def report(document: Document) -> bytes:
    return rendered(document)


def rendered(document: Document) -> bytes:
    return render_word(document, pictures=pictures_of(document), photographs=photographs_of(document), at=AT)


def opened(report: bytes) -> Word:
    return docx.Document(io.BytesIO(report))


def contents(word: Word) -> list[tuple[str, str, int]]:
    """Return what the table of contents says, as it lies in the file: words, where they lead, page."""
    found = []
    for link in word.element.body.iter(qn("w:hyperlink")):
        if (anchor := link.get(qn("w:anchor"))) is not None:
            texts = [one.text for one in link.iter(qn("w:t"))]
            found.append((texts[0], anchor, int(texts[-1])))
    return found


def long(document: Document) -> Document:
    """Return the document of a system with a great deal to look at and much to say."""
    [first, *_rest] = document.places
    lines = tuple(replace(first.lines[0], name="探测项目名称" * (1 + number % 5)) for number in range(37))
    talks = tuple(replace(document.talks[0], guidance="演示如何打印。" * (number + 1)) for number in range(14))
    findings = tuple(replace(document.findings[0], number=number + 1) for number in range(9))
    places = tuple(replace(first, name=f"对象 {number}", lines=lines[: 5 + number * 4]) for number in range(8))
    return replace(document, places=places, talks=talks, findings=findings, conclusion="总体正常。\n" * 20)


def test_the_contents_are_filled_in_and_lead_to_the_chapters(report: bytes) -> None:
    word = opened(report)

    said = contents(word)
    marks = {one.get(qn("w:name")) for one in word.element.body.iter(qn("w:bookmarkStart"))}
    headings = [one.text for one in word.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert tuple(name for name, _anchor, _page in said) == CHAPTERS == tuple(headings)
    assert {anchor for _name, anchor, _page in said} == marks
    assert said[0][2] == 3, "after the cover, and the page of document control and contents"


def test_no_program_asks_before_it_opens_the_report(report: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        assert b"updateFields" not in package.read("word/settings.xml")
        assert b"w:dirty" not in package.read("word/document.xml")


def test_headers_of_tables_come_again_and_no_row_stands_on_two_pages(document: Document, report: bytes) -> None:
    word = opened(report)

    rows = list(word.element.body.iter(qn("w:tr")))
    assert all(next(row.iter(qn("w:cantSplit")), None) is not None for row in rows)
    items = [table for table in word.tables if table.rows[0].cells[0].text == "编号"]
    assert len(items) == len(document.places)
    assert all(next(table.rows[0]._tr.iter(qn("w:tblHeader")), None) is not None for table in items)


def test_every_page_says_which_it_is_of_how_many_and_of_which_report(document: Document, report: bytes) -> None:
    section = opened(report).sections[0]

    assert document.number in section.header.paragraphs[0].text
    assert re.fullmatch(r"第 \d+ 页　共 \d+ 页", section.footer.paragraphs[0].text)
    assert section.different_first_page_header_footer, "the cover has neither"


def test_every_picture_has_words_for_whoever_cannot_see_it(document: Document, report: bytes) -> None:
    pictures = list(opened(report).element.body.iter(qn("wp:docPr")))

    assert len(pictures) == len(document.charts) + len(document.photos) + 2
    assert all(one.get("descr") for one in pictures)


def test_the_pages_of_the_contents_are_those_that_an_office_program_sets(
    document: Document, report: bytes, tmp_path: Path
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip(NO_LIBREOFFICE)
    reports = {"short": report, "long": rendered(long(document))}

    # The office program is asked once for both: it takes longer to start than to set a report.
    for name, pages in set_by_libreoffice(reports, tmp_path).items():
        word = opened(reports[name])
        said = [(chapter, page) for chapter, _anchor, page in contents(word)]
        found = [(one, next(n for n, text in enumerate(pages, 1) if n > 2 and one in text)) for one in CHAPTERS]
        assert said == found, name
        assert f"共 {len(pages)} 页" in word.sections[0].footer.paragraphs[0].text, name


def set_by_libreoffice(reports: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    for name, word in reports.items():
        (folder / f"{name}.docx").write_bytes(word)
    own = f"-env:UserInstallation=file://{folder}/office"
    files = [f"{name}.docx" for name in reports]
    command = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, cwd=folder, check=True, timeout=180, capture_output=True)
    return {name: list(pages_of(folder / f"{name}.pdf")) for name in reports}


def pages_of(file: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(file) as pdf:
        for page in pdf:
            yield page.get_textpage().get_text_bounded()
