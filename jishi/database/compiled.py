"""Queries that are asked thousands of times a second: Django works out their SQL once, then only values change."""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, IntegerField, Model, QuerySet, Subquery, TextField
from django.db.models.base import ModelState

from jishi.database.statements import here, rows_of

Row = TypeVar("Row", bound=Model)
Converters = Sequence[tuple[int, tuple[Any, Any]]]
Build = Callable[..., QuerySet[Any, tuple[Any, ...]]]

_KEPT = 256
PLAIN: Final = re.compile(r"[\w.:/ -]{0,100}")
PLACE: Final = re.compile("%[s%]")


class Given(Expression):
    """A place in a query for a value that is known only when it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __repr__(self) -> str:
        return f"Given({self.name!r})"

    def as_sql(self, *_: object) -> tuple[str, list["Given"]]:  # type: ignore[override]
        """Take the place of a parameter, and stand in for its value."""
        return "%s", [self]

    def _resolve_output_field(self) -> "Field[Any, Any]":
        return TextField()


class Counted(Subquery):
    """How many rows a query has, as one value of another: so that several counters are one question.

    None beyond `most` is counted.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any], *, most: int | None = None) -> None:
        super().__init__(rows.order_by().values("pk")[:most])


class GivenKeys(Given):
    """A place for a list of whole numbers, on the right of `__in`: the text is the same for one and for fifty."""

    def as_sql(self, _compiler: object = None, connection: Any = None) -> tuple[str, list[Given]]:  # type: ignore[override]
        """Take the place of a query that returns them."""
        postgresql = connection is not None and connection.vendor == "postgresql"
        return "(SELECT unnest(%s::bigint[]))" if postgresql else "(SELECT value FROM json_each(%s))", [self]


class Compiled:
    """A query by its builder, which gets a `Given` for each name, and returns rows by `values_list`.

    What changes the text of the query is its shape: given by place, or by which values there are; compiled once
    each. PostgreSQL keeps one plan for all values, or plans it anew each time: where some values are rare.
    """

    def __init__(self, build: Build, *, planned_anew: bool = False) -> None:
        self._build = build
        self._planned_anew = planned_anew
        self._known: dict[tuple[str, tuple[Hashable, ...], tuple[str, ...]], _Known] = {}

    def __call__(self, *shape: Hashable, **values: object) -> list[Any]:
        """Return the rows for these values."""
        text, places, converters = self._compiled(shape, tuple(values))
        if here().vendor == "sqlite":
            values = {name: _value(value) for name, value in values.items()}
        rows = rows_of(
            text,
            [values[one.name] if isinstance(one, Given) else one for one in places],
            planned_anew=self._planned_anew,
        )
        return [_converted(row, converters) for row in rows] if converters else rows

    def _compiled(self, shape: tuple[Hashable, ...], names: tuple[str, ...]) -> "_Known":
        key = (here().vendor, shape, names)
        found = self._known.get(key)
        if found is None:
            query = self._build(*shape, **{name: Given(name) for name in names}).query
            compiler = query.get_compiler(connection=connection)
            text, places = compiler.as_sql()
            converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
            assert {one.name for one in places if isinstance(one, Given)} == set(names), text  # noqa: S101
            if len(self._known) >= _KEPT:
                self._known.clear()
            text, places = _with_constants(text, places)
            found = self._known[key] = (text, tuple(places), tuple(converters.items()))
        return found


def _with_constants(text: str, places: Iterable[Any]) -> tuple[str, list[Any]]:
    """Write what never changes into the text.

    SQLite uses a partial index only where its condition stands there, and so does a plan that PostgreSQL keeps for
    all values; else it plans the statement anew each time, which costs more than most of them.
    """
    waiting, kept = iter(places), []

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(waiting)
        if type(value) is str and PLAIN.fullmatch(value):
            return f"'{value}'"
        if type(value) in {int, bool}:
            return str(value)
        kept.append(value)
        return "%s"

    return PLACE.sub(written, text), kept


_Known = tuple[str, tuple[Any, ...], Converters]


def columns_of(model: type[Model], *, under: str = "", without: str = "") -> list[str]:
    """Return the names of a model's columns for `values_list`, of one that is reached by `under__`; but for one."""
    return [f"{under}__{name}" if under else name for name in _names(model, without)]


def row_of(model: type[Row], values: Iterable[Any], *, without: str = "") -> Row:
    """Return the object of these columns; the values of another are left over in an iterator."""
    # As the model's `from_db`, which takes each value through the model's own constructor.
    row = model.__new__(model)
    held = row.__dict__
    state = held["_state"] = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    held.update(zip(_names(model, without), values, strict=False))
    return row


@cache
def _names(model: type[Model], without: str) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname != without]


def _converted(row: Sequence[Any], converters: Converters) -> list[Any]:
    found = list(row)
    for place, (steps, column) in converters:
        for step in steps:
            found[place] = step(found[place], column, connection)
    return found


def _value(value: object) -> object:
    """Return a value as SQLite takes it, which knows neither moments nor UUIDs nor lists."""
    if isinstance(value, datetime):
        return here().ops.adapt_datetimefield_value(value)
    if isinstance(value, list):
        return json.dumps(value)
    return value.hex if isinstance(value, UUID) else value
