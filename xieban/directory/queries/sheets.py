"""The directory as a workbook."""

from collections.abc import Iterator
from datetime import datetime

from xieban.directory.models import Appointment, Post, Unit
from xieban.directory.queries.roles import in_force
from xieban.directory.rules import LAST_IN_RANK, Role, UnitKind
from xieban.directory.rules.books import (
    COLUMNS,
    KINDS,
    PEOPLE,
    POSTS,
    REQUIRED,
    ROLES,
    UNITS,
    YES,
    write_book,
)

KIND_WORDS = {kind: word for word, kind in KINDS.items()}
ROLE_WORDS = {role: word for word, role in ROLES.items()}


def workbook(*, at: datetime) -> bytes:
    """Return units, posts and people as they are now; importing it changes nothing."""
    return write_book({UNITS: _units(), POSTS: _posts(), PEOPLE: _people(at)})


def _rank(rank: int) -> str:
    return "" if rank == LAST_IN_RANK else str(rank)


def _units() -> Iterator[tuple[str, ...]]:
    for one in Unit.objects.filter(closed_at=None).select_related("parent").order_by("place"):
        parent = one.parent.code if one.parent else ""
        yield one.code, one.name, KIND_WORDS[UnitKind(one.kind)], parent, one.short_name, _rank(one.rank)


def _posts() -> Iterator[tuple[str, ...]]:
    posts = Post.objects.filter(closed_at=None, unit__closed_at=None).select_related("unit")
    for one in posts.prefetch_related("roles").order_by("unit__place", "rank", "pk"):
        roles = "、".join(ROLE_WORDS[Role(role.role)] for role in one.roles.all())
        yield one.unit.code, one.name, roles, YES if one.is_head else "", _rank(one.rank)


def _people(at: datetime) -> Iterator[tuple[str, ...]]:
    held = Appointment.objects.filter(in_force(at), is_main=True, person__is_active=True)
    rows = held.select_related("person", "post__unit")
    for row in rows.order_by("post__unit__place", "post__rank", "person__rank", "person__name_pinyin", "pk"):
        one = row.person
        where = (row.post.unit.code, row.post.name, _rank(one.rank))
        yield one.username, one.name, one.staff_number, *where, one.email, one.mobile, one.telephone, one.room


def sheet_columns() -> list[tuple[str, list[tuple[str, bool]]]]:
    """Return every sheet with its columns, and whether each must be filled."""
    return [(name, [(one, one in REQUIRED[name]) for one in columns]) for name, columns in COLUMNS.items()]
