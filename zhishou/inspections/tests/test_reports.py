"""Reports: made by three people, frozen with number and digests, whole or not at all."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pypdfium2
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client

from conftest import NOON
from jishi.files.door import opened
from jishi.refusals.door import NotAllowed, Stale
from zhishou.inspections import actions, jobs
from zhishou.inspections.actions.findings import NeedsGround
from zhishou.inspections.actions.reporting import (
    CannotBeWritten,
    NeedsVersionReason,
    NotReviewedYet,
    ReviewedByHimself,
    look_ahead,
)
from zhishou.inspections.models import Finding, Report, Result, Round
from zhishou.inspections.queries.reports import document_of
from zhishou.inspections.rules.words import ActKind, Severity
from zhishou.inspections.tests.factories import DAY, HOUR, WEEK, Site
from zhishou.ledger.models import Entry
from zhishou.ledger.rules import digest
from zhishou.notify.models import Notice

MM = 72 / 25.4


@pytest.fixture
def closed(site: Site) -> Round:
    return site.walk(site.round(), at=NOON, temperature="33", photo=True)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def read(sha256: str) -> bytes:
    with opened(sha256) as file:
        return file.read()


def words_of(word: bytes) -> str:
    document = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@contextmanager
def nothing_can_be_written() -> Iterator[None]:
    """Let the database take nothing, as when its disk is full or a standby answers."""
    sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if sqlite else "SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            if sqlite:
                cursor.execute("PRAGMA query_only = OFF")
            transaction.set_rollback(True)


@pytest.mark.once
def test_both_files_say_the_whole_report(site: Site, closed: Round) -> None:
    report = site.issue(closed, at=NOON + DAY)

    said = (
        *("XJ-2023-0001", "文档控制", "编制", "审核", "批准", "一、基本信息", "三、系统拓扑", "四、巡检明细"),
        *(
            "五、本周期运行曲线",
            "六、问题与建议",
            "七、用户回访与指导",
            "八、历史对比",
            "九、结论与建议",
            "十、签字确认",
        ),
        *(
            "机房温度：33 ℃",
            "检查空调",
            "33 ℃",
            "> 27 ℃ / > 32 ℃",
            "李晓梅",
            "演示 PDF 打印",
            "王志强",
            "总体正常。",
        ),
        *("未知：没有数据", "现场照片"),
    )
    pdf, word = text_of(read(report.pdf_sha256)), words_of(read(report.word_sha256))
    missing = [one for one in said if one.replace("没有数据", "巡检周期内没有数据") not in pdf]
    assert missing == []
    assert [one for one in said if one.replace("没有数据", "巡检周期内没有数据") not in word] == []


def beyond(pdf: bytes) -> list[tuple[int, str]]:
    """Return the letters that stand outside the margins of their page, or in the line of its number."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for place in range(text.count_chars()):
                _left, bottom, right, _top = text.get_charbox(place)
                letter = text.get_text_range(place, 1)
                if letter.strip() and (right > page.get_width() - 22 * MM + 1 or 14 * MM < bottom < 19 * MM):
                    found.append((number + 1, letter))
    return found


@pytest.mark.once
def test_much_text_fills_no_column_for_pages_and_leaves_no_page(site: Site) -> None:
    much, serial = "机柜背面电源线接头松动，触碰后掉电，已临时固定，需尽快处理。" * 60, "SN0123456789" * 20
    inspection = site.round()
    site.tell(inspection, ActKind.BEGIN, at=NOON, place="三楼机房")
    site.tell(inspection, ActKind.ANSWER, at=NOON, item="E-01", reading="33", words=much)
    site.tell(inspection, ActKind.ANSWER, at=NOON, item="E-02", is_yes=False, words=serial)
    site.tell(inspection, ActKind.SIGN, at=NOON, words=much[:500])
    site.tell(inspection, ActKind.CLOSE, at=NOON)
    inspection.refresh_from_db()

    report = site.issue(inspection, at=NOON + DAY)

    pdf, word = read(report.pdf_sha256), read(report.word_sha256)
    assert beyond(pdf) == []
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) <= 8
    assert much in text_of(pdf)
    assert much in words_of(word)
    assert [len(one.title) for one in Finding.objects.order_by("number")] == [80, 80]


@pytest.mark.once
def test_every_figure_leads_to_where_it_is_kept(site: Site, closed: Round) -> None:
    report = site.issue(closed, at=NOON + DAY)
    client = Client()
    client.force_login(site.cast.client_admin)

    urls = [line.url for place in document_of(report).places for line in place.lines]

    assert len(urls) == Result.objects.filter(round=closed).count()
    assert all(one.startswith(settings.PUBLIC_URL) for one in urls)
    for url in urls:
        assert client.get(url.removeprefix(settings.PUBLIC_URL)).status_code == 200
    assert urls[0].encode() in read(report.pdf_sha256)
    with zipfile.ZipFile(io.BytesIO(read(report.word_sha256))) as package:
        assert urls[0] in package.read("word/_rels/document.xml.rels").decode()


def test_it_is_frozen_with_its_number_and_digests_in_the_ledger(site: Site, closed: Round) -> None:
    report = site.issue(closed, at=NOON + DAY)

    [entry] = Entry.objects.filter(what="inspections.report_issued")
    assert entry.payload["report"] == "XJ-2023-0001"
    assert entry.payload["digest"] == report.digest == digest(report.document)
    assert entry.payload["pdf"] == report.pdf_sha256
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(score=100)
    assert {one.person for one in Notice.objects.filter(kind="inspections.report_issued")} == {
        site.cast.client_admin
    }


def test_a_later_version_stands_beside_the_first(site: Site, closed: Round) -> None:
    first = site.issue(closed, at=NOON + DAY)
    before = read(first.pdf_sha256)

    with pytest.raises(NeedsVersionReason):
        site.issue(closed, at=NOON + 2 * DAY)
    second = site.issue(closed, at=NOON + 2 * DAY, reason="更正结论")

    assert (second.number, second.version) == (first.number, 2)
    assert read(first.pdf_sha256) == before
    assert [one.reason for one in document_of(second).versions] == ["首次签发", "更正结论"]


def test_nobody_reviews_or_approves_his_own(site: Site, closed: Round) -> None:
    cast = site.cast
    actions.prepare(inspection=closed, conclusion="总体正常。", by=cast.manager, at=NOON)

    with pytest.raises(ReviewedByHimself):
        actions.review(inspection=closed, by=cast.manager, at=NOON)
    with pytest.raises(NotReviewedYet):
        actions.issue_report(inspection=closed, by=cast.manager, at=NOON)
    actions.review(inspection=closed, by=cast.expert, at=NOON)
    with pytest.raises(ReviewedByHimself):
        actions.issue_report(inspection=closed, by=cast.manager, at=NOON)
    with pytest.raises(NotAllowed):
        actions.issue_report(inspection=closed, by=cast.second_line, at=NOON)
    with pytest.raises(NotAllowed):
        actions.prepare(inspection=closed, conclusion="x", by=cast.front_desk, at=NOON)


@pytest.mark.once
def test_what_changed_meanwhile_is_not_issued(site: Site, closed: Round) -> None:
    cast = site.cast
    actions.prepare(inspection=closed, conclusion="总体正常。", by=cast.second_line, at=NOON)
    actions.review(inspection=closed, by=cast.expert, at=NOON)
    stale = Round.objects.select_related("plan__system", "engagement", "sheet_version").get(pk=closed.pk)
    finding = Finding.objects.get()
    graded = {"advice": "", "responsible": None, "due_on": None, "by": cast.expert, "at": NOON}

    with pytest.raises(NeedsGround):
        actions.change_finding(finding=finding, severity=Severity.LOW, **graded)  # type: ignore[arg-type]
    actions.change_finding(finding=finding, severity=Severity.LOW, ground="空调已修", **graded)  # type: ignore[arg-type]

    with pytest.raises(Stale):
        actions.issue_report(inspection=stale, by=cast.manager, at=NOON)
    closed.refresh_from_db()
    assert closed.score is not None
    assert closed.score > 59


@pytest.mark.once
def test_while_nothing_can_be_written_nothing_is_issued_and_all_can_be_read(site: Site, closed: Round) -> None:
    cast = site.cast
    issued = site.issue(closed, at=NOON + DAY)
    actions.prepare(inspection=closed, conclusion="更正。", by=cast.second_line, at=NOON + DAY)
    actions.review(inspection=closed, by=cast.expert, at=NOON + DAY)

    with nothing_can_be_written():
        with pytest.raises(CannotBeWritten):
            actions.issue_report(inspection=closed, reason="更正", by=cast.manager, at=NOON + DAY)
        draft = look_ahead(inspection=closed, by=cast.second_line, at=NOON + DAY)
        assert "草稿" in text_of(draft)
        assert Report.objects.get() == issued
        assert "第 1 版" in text_of(read(issued.pdf_sha256))


@pytest.mark.once
def test_the_draft_writes_nothing(site: Site, closed: Round) -> None:
    entries = Entry.objects.count()

    look_ahead(inspection=closed, by=site.cast.manager, at=NOON)

    assert Entry.objects.count() == entries
    assert not Report.objects.exists()


@pytest.mark.once
def test_the_same_document_gives_the_same_bytes(site: Site, closed: Round) -> None:
    report = site.issue(closed, at=NOON + DAY)

    files = actions.reporting.render(document_of(report), at=report.issued_at)

    assert files.pdf == read(report.pdf_sha256)
    assert files.word == read(report.word_sha256)


@pytest.mark.once
def test_no_sweep_takes_what_a_report_or_a_round_is_made_of(site: Site, closed: Round) -> None:
    report = site.issue(closed, at=NOON + DAY)
    held = {report.pdf_sha256, report.word_sha256, closed.acts.get(item="E-03").pictures.get().sha256}

    assert jobs.referenced_contents({*held, "0" * 64}) == held


@pytest.mark.once
def test_a_photograph_that_is_gone_leaves_a_grey_field(site: Site, closed: Round) -> None:
    for path in Path(settings.MEDIA_ROOT, "kept").rglob(closed.acts.get(item="E-03").pictures.get().sha256):
        path.unlink()

    assert look_ahead(inspection=closed, by=site.cast.manager, at=NOON).startswith(b"%PDF")


@pytest.mark.once
def test_the_history_names_the_rounds_before(site: Site, closed: Round) -> None:
    later = site.walk(site.round(closed.plan, at=NOON + WEEK), at=NOON + WEEK)

    document = document_of(site.issue(later, at=NOON + WEEK + HOUR))

    assert [(one.key, one.score, one.is_this) for one in document.history] == [
        ("2023-W11", str(closed.score), False),
        ("2023-W12", str(later.score), True),
    ]
    assert ("cured", "机房温度") in {(one.change, one.name) for one in document.changes}
