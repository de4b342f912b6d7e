"""The directory as a workbook: which sheets and columns, and what is wrong with a row. Pure: bytes in, rows out.

The words are those of the file, which stays Chinese whoever looks: what was exported can be imported anywhere.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from xieban.directory.rules.words import LAST_IN_RANK, Role, UnitKind, is_code, is_username

UNITS, POSTS, PEOPLE = "单位", "职务", "人员"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    UNITS: ("代码", "名称", "类别", "上级代码", "简称", "排序"),
    POSTS: ("单位代码", "职务", "角色", "负责人", "排序"),
    PEOPLE: ("账号", "姓名", "工号", "单位代码", "职务", "排序", "邮箱", "手机", "办公电话", "房间"),
}
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    UNITS: ("代码", "名称", "类别"),
    POSTS: ("单位代码", "职务"),
    PEOPLE: ("账号", "姓名", "单位代码", "职务"),
}
# What makes two rows of a sheet the same thing.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {UNITS: ("代码",), POSTS: ("单位代码", "职务"), PEOPLE: ("账号",)}
LONGEST: Final[Mapping[str, int]] = {
    "名称": 120,
    "简称": 40,
    "职务": 60,
    "姓名": 60,
    "工号": 30,
    "邮箱": 254,
    "手机": 20,
    "办公电话": 30,
    "房间": 30,
}
KINDS: Final = {"单位": UnitKind.UNIT, "处室": UnitKind.DEPARTMENT}
ROLES: Final = {
    "主要领导": Role.PRINCIPAL_LEADER,
    "分管领导": Role.DEPUTY_LEADER,
    "办公室负责人": Role.OFFICE_HEAD,
    "处室负责人": Role.DEPARTMENT_HEAD,
    "文秘": Role.CLERK,
    "文书": Role.REGISTRAR,
    "文印员": Role.TYPESETTER,
    "印章管理员": Role.SEAL_KEEPER,
    "收发员": Role.DISPATCHER,
    "档案员": Role.ARCHIVIST,
    "督办员": Role.SUPERVISOR,
    "系统管理员": Role.ADMINISTRATOR,
}
YES: Final = "是"
MOST_ROWS, MOST_BYTES = 20_000, 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one row, in one column where it is one's."""

    sheet: str
    row: int
    column: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row with the texts of its columns, by heading."""

    sheet: str
    row: int
    cells: Mapping[str, str]

    def fault(self, column: str, what: str) -> Fault:
        return Fault(sheet=self.sheet, row=self.row, column=column, what=what)


class NotABook(Exception):
    """The file is no workbook, or no sensible one; the message says so in the words of the report."""


def read_book(content: bytes) -> tuple[list[Line], list[Fault]]:
    """Return the rows of the known sheets, and every fault that can be seen without looking anywhere else."""
    import openpyxl  # noqa: PLC0415 - a fifth of a second that most processes never need

    _refuse_bombs(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {name: _rows(book[name]) for name in COLUMNS if name in book.sheetnames}
    except NotABook:
        raise
    except Exception as error:  # the library raises whatever the broken file provoked
        raise NotABook("无法读取：请使用 .xlsx 工作簿。") from error
    if not sheets:
        raise NotABook(f"工作簿中没有这些工作表：{'、'.join(COLUMNS)}。")
    lines: list[Line] = []
    faults: list[Fault] = []
    for name, rows in sheets.items():
        found, wrong = _lines(name, rows)
        lines += found
        faults += wrong
    return lines, faults + [fault for line in lines for fault in _faults(line)] + list(_doubles(lines))


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile as error:
        raise NotABook("这不是 .xlsx 工作簿。") from error
    if size > MOST_BYTES:
        raise NotABook("工作簿过大。")


def _rows(sheet: Any) -> list[tuple[Any, ...]]:
    rows = []
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=40), start=1):
        if number > MOST_ROWS:
            raise NotABook(f"工作表“{sheet.title}”超过 {MOST_ROWS} 行。")
        rows.append(row)
    return rows


def _text(value: Any) -> str:
    """Return a cell as text; a number that somebody typed as one (a telephone) loses its `.0`."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(one for one in str(value) if one.isprintable()).strip()


def _lines(name: str, rows: list[tuple[Any, ...]]) -> tuple[list[Line], list[Fault]]:
    headings = [_text(cell) for cell in rows[0]] if rows else []
    missing = [one for one in REQUIRED[name] if one not in headings]
    if missing:
        return [], [Fault(sheet=name, row=1, column="、".join(missing), what="缺少该列")]
    at = {heading: number for number, heading in enumerate(headings) if heading in COLUMNS[name]}
    lines = [
        Line(
            sheet=name,
            row=number,
            cells={
                heading: _text(row[at[heading]]) if heading in at and at[heading] < len(row) else ""
                for heading in COLUMNS[name]
            },
        )
        for number, row in enumerate(rows[1:], start=2)
        if any(_text(cell) for cell in row)
    ]
    return lines, []


def _faults(line: Line) -> Iterator[Fault]:
    for column in REQUIRED[line.sheet]:
        if not line.cells[column]:
            yield line.fault(column, "必填")
    for column, longest in LONGEST.items():
        if len(line.cells.get(column, "")) > longest:
            yield line.fault(column, f"超过 {longest} 个字符")
    rank = line.cells["排序"]
    if rank and not (rank.isascii() and rank.isdigit() and int(rank) <= LAST_IN_RANK):
        yield line.fault("排序", f"应为 0 至 {LAST_IN_RANK} 的整数")
    yield from _faults_of_sheet(line)


def _faults_of_sheet(line: Line) -> Iterator[Fault]:
    yield from {UNITS: _faults_of_unit, POSTS: _faults_of_post, PEOPLE: _faults_of_person}[line.sheet](line)


def _faults_of_unit(line: Line) -> Iterator[Fault]:
    cells = line.cells
    if cells["代码"] and not is_code(cells["代码"]):
        yield line.fault("代码", "应为小写字母、数字或短横线，最多 40 个字符")
    if cells["类别"] and cells["类别"] not in KINDS:
        yield line.fault("类别", f"应为：{'、'.join(KINDS)}")
    if cells["类别"] == "处室" and not cells["上级代码"]:
        yield line.fault("上级代码", "处室须有上级")


def _faults_of_post(line: Line) -> Iterator[Fault]:
    for role in split(line.cells["角色"]):
        if role not in ROLES:
            yield line.fault("角色", f"没有角色“{role}”；可用：{'、'.join(ROLES)}")
    if line.cells["负责人"] not in {"", "否", YES}:
        yield line.fault("负责人", "应为：是、否")


def _faults_of_person(line: Line) -> Iterator[Fault]:
    cells = line.cells
    if cells["账号"] and not is_username(cells["账号"]):
        yield line.fault("账号", "应为 2 至 59 个小写字母、数字、点或短横线")
    if cells["邮箱"] and cells["邮箱"].count("@") != 1:
        yield line.fault("邮箱", "不是邮箱地址")


def _doubles(lines: Iterable[Line]) -> Iterator[Fault]:
    first: dict[tuple[str, ...], int] = {}
    for line in lines:
        key = (line.sheet, *(line.cells[column] for column in KEYS[line.sheet]))
        if all(key) and first.setdefault(key, line.row) != line.row:
            yield line.fault(KEYS[line.sheet][-1], f"与第 {first[key]} 行重复")


def split(roles: str) -> list[str]:
    """Return the roles of a cell, however they are separated."""
    return [one.strip() for one in roles.replace("，", "、").replace(",", "、").split("、") if one.strip()]


def rank_of(line: Line) -> int:
    """Return the place in the order of precedence."""
    return int(line.cells["排序"]) if line.cells["排序"] else LAST_IN_RANK


def write_book(sheets: Mapping[str, Iterable[Iterable[str]]]) -> bytes:
    """Return a workbook of texts only: whatever a cell begins with, no program takes it for a formula."""
    import openpyxl  # noqa: PLC0415 - as above
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    book = openpyxl.Workbook(write_only=True)
    for name, columns in COLUMNS.items():
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in sheets.get(name, ()):
            cells = [WriteOnlyCell(sheet, value=text) for text in row]
            for cell in cells:
                cell.data_type = "s"
            sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
