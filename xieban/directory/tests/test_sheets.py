"""The directory as a workbook: it comes out, it goes in, and with a single bad row nothing does."""

import io
from collections.abc import Iterable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jishi.refusals.door import NotAllowed
from xieban.directory import queries
from xieban.directory.actions import bring_in, create_person, create_post, create_unit
from xieban.directory.actions.sheets import Report
from xieban.directory.models import Person, Post, Unit
from xieban.directory.rules import Role, UnitKind
from xieban.directory.rules.books import COLUMNS, MOST_BYTES, NotABook, read_book
from xieban.tests.cast import NOON, Cast

Rows = Iterable[tuple[object, ...]]
UNITS = (("museum", "市档案馆", "单位", "", "档案馆", 1), ("museum-use", "利用处", "处室", "museum", "", ""))
POSTS = (("museum-use", "处长", "处室负责人、督办员", "是", 1), ("museum-use", "馆员", "", "", 2))
PEOPLE = (
    ("qianzhongshu", "钱钟书", "A-01", "museum-use", "处长", 1, "q@example.org", 13800000001.0, "8355 1", "101"),
    ("yangjiang", "杨绛", "", "museum-use", "馆员", "", "", "", "", ""),
)


def book(*, units: Rows = (), posts: Rows = (), people: Rows = ()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for (name, columns), rows in zip(COLUMNS.items(), (units, posts, people), strict=True):
        sheet = made.create_sheet(name)
        for row in (columns, *rows):
            sheet.append(row)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def bring(cast: Cast, content: bytes) -> Report:
    return bring_in(content=content, by=cast.administrator, at=NOON)


def test_units_posts_and_people_come_in_whatever_their_order(cast: Cast) -> None:
    report = bring(cast, book(units=reversed(UNITS), posts=POSTS, people=PEOPLE))

    assert report.faults == []
    assert report.created == {"单位": 2, "职务": 2, "人员": 2}
    person = Person.objects.get(username="qianzhongshu")
    assert (person.mobile, person.rank) == ("13800000001", 1)
    assert {held.role for held in queries.roles_of(person, at=NOON)} == {Role.DEPARTMENT_HEAD, Role.SUPERVISOR}
    assert not person.has_usable_password()


def test_what_went_out_comes_in_and_changes_nothing(cast: Cast) -> None:
    bring(cast, book(units=UNITS, posts=POSTS, people=PEOPLE))

    report = bring(cast, queries.workbook(at=NOON))

    assert (report.created, report.changed, report.faults) == ({}, {}, [])


def test_a_changed_row_changes_what_is_there(cast: Cast) -> None:
    bring(cast, book(units=UNITS, posts=POSTS, people=PEOPLE))
    moved = [("yangjiang", "杨绛", "", "museum-use", "处长", "", "", "", "8355 2", "")]

    report = bring(cast, book(people=moved))

    assert report.changed == {"人员": 1}
    person = Person.objects.get(username="yangjiang")
    assert person.telephone == "8355 2"
    assert [one.post.name for one in queries.appointments_of(person, at=NOON.replace(year=2030))] == ["处长"]


BAD = (
    ("units", (("Ü", "名", "单位", "", "", ""),), "代码"),
    ("units", (("d", "名", "处室", "", "", ""),), "上级代码"),
    ("units", (("d", "名", "科", "museum", "", ""),), "类别"),
    ("units", (("d", "名", "处室", "nowhere", "", ""),), "上级代码"),
    ("posts", (("museum-use", "x", "皇帝", "", ""),), "角色"),
    ("posts", (("museum-use", "x", "", "也许", ""),), "负责人"),
    ("people", (("a b", "名", "", "museum-use", "馆员", "", "", "", "", ""),), "账号"),
    ("people", (("ab", "", "", "museum-use", "馆员", "", "", "", "", ""),), "姓名"),
    ("people", (("ab", "名", "", "museum-use", "院长", "", "", "", "", ""),), "职务"),
    ("people", (("ab", "名", "", "museum-use", "馆员", "第一", "", "", "", ""),), "排序"),
    ("people", (("ab", "名", "A-01", "museum-use", "馆员", "", "", "", "", ""),), ""),
    ("people", (("ab", "名", "", "museum-use", "馆员", "", "不是", "", "", ""),), "邮箱"),
)


@pytest.mark.parametrize(("where", "rows", "column"), BAD)
def test_every_bad_row_is_named_and_nothing_is_half_loaded(
    where: str, rows: tuple[tuple[object, ...], ...], column: str, cast: Cast
) -> None:
    good = {"units": UNITS, "posts": POSTS, "people": PEOPLE}
    before = (Unit.objects.count(), Post.objects.count(), Person.objects.count())

    report = bring(cast, book(**{**good, where: (*good[where], *rows)}))

    assert [(one.row, one.column) for one in report.faults] == [(len(good[where]) + 2, column)]
    assert report.faults[0].what
    assert (Unit.objects.count(), Post.objects.count(), Person.objects.count()) == before


def test_all_faults_of_a_file_are_told_at_once(cast: Cast) -> None:
    report = bring(
        cast, book(units=(("A", "", "x", "", "", "-1"),), people=(("", "", "", "", "", "", "", "", "", ""),))
    )

    assert {one.column for one in report.faults} == {"代码", "名称", "类别", "排序"}
    twice = bring(cast, book(units=(UNITS[0], UNITS[0])))
    assert [(one.row, one.what) for one in twice.faults] == [(3, "与第 2 行重复")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"name;code\n1;2"])
def test_what_is_no_workbook_is_refused_in_words(content: bytes, cast: Cast) -> None:
    assert bring(cast, content).faults[0].what


def test_a_workbook_that_unpacks_without_end_is_not_unpacked() -> None:
    import zipfile  # noqa: PLC0415 - for this test alone

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_BYTES + 1))

    with pytest.raises(NotABook, match="过大"):
        read_book(packed.getvalue())


def test_no_cell_that_goes_out_is_a_formula(cast: Cast) -> None:
    unit = create_unit(code="x", name="=1+1", kind=UnitKind.UNIT, parent=None, by=None, at=NOON)
    post = create_post(unit=unit, name="=cmd|' /C calc'!A0", by=None, at=NOON)
    create_person(username="x1", name="@SUM(A1)", unit=unit, post=post, telephone="+86 1", by=None, at=NOON)

    sheets = openpyxl.load_workbook(io.BytesIO(queries.workbook(at=NOON)))

    kinds = {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}, "text, or nothing at all; a formula would be f"
    assert "=1+1" in {cell.value for row in sheets["单位"].iter_rows() for cell in row}


def test_only_the_whole_directorys_administrator_brings_in(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        bring_in(content=book(units=UNITS), by=cast.unit_administrator, at=NOON)


def test_the_page_shows_the_report(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    bad = SimpleUploadedFile("directory.xlsx", book(units=(("bad code", "名", "单位", "", "", ""),)))
    good = SimpleUploadedFile("directory.xlsx", book(units=UNITS))

    refused, taken = (client.post("/people/sheets/", {"book": one}) for one in (bad, good))

    assert refused.status_code == 422
    assert "应为小写字母" in refused.content.decode()
    assert "单位 · 2 项新增" in taken.content.decode()
    out = client.get("/people/sheets/directory.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(out.content))["单位"].max_row == 1 + Unit.objects.count()
