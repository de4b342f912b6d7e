"""Bringing a workbook in: all of it, or nothing and the reason for every row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from jishi.refusals.door import Refusal
from xieban.directory.actions.permissions import require_administrator
from xieban.directory.actions.persons import change_person, create_person
from xieban.directory.actions.posts import change_post, create_post, dismiss, take_up
from xieban.directory.actions.units import change_unit, create_unit
from xieban.directory.models import Appointment, Person, Post, Unit
from xieban.directory.queries import in_force
from xieban.directory.rules.books import (
    KINDS,
    PEOPLE,
    POSTS,
    ROLES,
    UNITS,
    YES,
    Fault,
    Line,
    NotABook,
    rank_of,
    read_book,
    split,
)


@dataclass(slots=True, kw_only=True)
class Report:
    """What an import did, or why it did nothing."""

    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def bring_in(*, content: bytes, by: Person | None, at: datetime) -> Report:
    """Load units, posts and people; with a single bad row nothing is loaded, and every bad row is named."""
    require_administrator(by, unit=None, at=at)
    try:
        lines, faults = read_book(content)
    except NotABook as trouble:
        return Report(faults=[Fault(sheet="", row=0, column="", what=str(trouble))])
    if faults:
        return Report(faults=faults)
    report = Report()
    with transaction.atomic():
        for sheet, load in ((UNITS, _load_unit), (POSTS, _load_post), (PEOPLE, _load_person)):
            for line in _parents_first(lines) if sheet == UNITS else lines:
                if line.sheet == sheet:
                    _try(load, line, report, by=by, at=at)
        if report.faults:
            transaction.set_rollback(True)
            return Report(faults=report.faults)
    return report


Load = Callable[..., bool | None]


def _try(load: Load, line: Line, report: Report, *, by: Person | None, at: datetime) -> None:
    try:
        with transaction.atomic():
            is_new = load(line, by=by, at=at)
    except Refusal as refusal:
        report.faults.append(line.fault("", str(refusal)))
    except _Missing as missing:
        report.faults.append(line.fault(missing.column, missing.what))
    else:
        if is_new is not None:
            counts = report.created if is_new else report.changed
            counts[line.sheet] = counts.get(line.sheet, 0) + 1


class _Missing(Exception):
    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column, self.what = column, what


def _parents_first(lines: list[Line]) -> list[Line]:
    """Put a unit after the one it lies under, whatever the order of the file; a circle stays where it is."""
    waiting, ordered = [line for line in lines if line.sheet == UNITS], []
    while waiting:
        codes = {line.cells["代码"] for line in waiting}
        ready = [line for line in waiting if line.cells["上级代码"] not in codes] or waiting
        ordered += ready
        waiting = [line for line in waiting if line not in ready]
    return ordered


def _unit(code: str, column: str) -> Unit:
    unit = Unit.objects.filter(code=code, closed_at=None).first()
    if unit is None:
        raise _Missing(column, f"没有代码为“{code}”的单位")
    return unit


def _load_unit(line: Line, *, by: Person | None, at: datetime) -> bool | None:
    cells = line.cells
    parent = _unit(cells["上级代码"], "上级代码") if cells["上级代码"] else None
    unit = Unit.objects.filter(code=cells["代码"]).first()
    wanted = {"name": cells["名称"], "short_name": cells["简称"], "parent": parent, "rank": rank_of(line)}
    if unit is None:
        kind = KINDS[cells["类别"]]
        create_unit(code=cells["代码"], kind=kind, **wanted, by=by, at=at)  # type: ignore[arg-type] # one by one above
        return True
    if unit.closed_at or unit.kind != KINDS[cells["类别"]]:
        raise _Missing("代码", "该代码属于已关闭的单位，或类别不同")
    if all(getattr(unit, name) == value for name, value in wanted.items()):
        return None
    change_unit(unit=unit, **wanted, by=by, at=at)  # type: ignore[arg-type] # as above
    return False


def _load_post(line: Line, *, by: Person | None, at: datetime) -> bool | None:
    cells = line.cells
    unit = _unit(cells["单位代码"], "单位代码")
    roles = [ROLES[role] for role in split(cells["角色"])]
    is_head, rank = cells["负责人"] == YES, rank_of(line)
    post = Post.objects.filter(unit=unit, name=cells["职务"], closed_at=None).first()
    if post is None:
        create_post(unit=unit, name=cells["职务"], roles=roles, is_head=is_head, rank=rank, by=by, at=at)
        return True
    carried = set(post.roles.values_list("role", flat=True))
    if (post.is_head, post.rank, carried) == (is_head, rank, {role.value for role in roles}):
        return None
    change_post(post=post, name=post.name, roles=roles, is_head=is_head, rank=rank, by=by, at=at)
    return False


def _load_person(line: Line, *, by: Person | None, at: datetime) -> bool | None:
    cells = line.cells
    unit = _unit(cells["单位代码"], "单位代码")
    post = Post.objects.filter(unit=unit, name=cells["职务"], closed_at=None).first()
    if post is None:
        raise _Missing("职务", f"{unit.name}没有职务“{cells['职务']}”")
    known: dict[str, str | int] = {
        "name": cells["姓名"],
        "staff_number": cells["工号"],
        "rank": rank_of(line),
        "email": cells["邮箱"].lower(),
        "mobile": cells["手机"],
        "telephone": cells["办公电话"],
        "room": cells["房间"],
    }
    person = Person.objects.filter(username=cells["账号"]).first()
    if person is None:
        create_person(username=cells["账号"], unit=unit, post=post, **known, by=by, at=at)  # type: ignore[arg-type] # as above
        return True
    if not person.is_active:
        raise _Missing("账号", "该账号已关闭")
    is_same = all(getattr(person, name) == value for name, value in known.items())
    if not is_same:
        change_person(person=person, **known, by=by, at=at)  # type: ignore[arg-type] # as above
    moved = _move(person, post, by=by, at=at)
    return False if moved or not is_same else None


def _move(person: Person, post: Post, *, by: Person | None, at: datetime) -> bool:
    """Let the post of the row be the one under which the person is listed; the former one is laid down."""
    held = Appointment.objects.filter(in_force(at), person=person).select_related("post__unit", "person")
    main = held.filter(is_main=True).first()
    if main is not None and main.post_id == post.pk:
        return False
    if main is not None:
        dismiss(appointment=main, by=by, at=at)
    if not held.filter(post=post).exists():
        take_up(person=person, post=post, by=by, at=at)
    return True
