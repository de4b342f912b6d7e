"""Plain inserts whose text is worked out once for each table, where Django would work it out for every row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models, router
from django.db.models.base import ModelState

from jishi.database.statements import changed_by, here, rows_of

Write = Callable[[Any], Any]
Row = TypeVar("Row", bound=models.Model)

_KEPT = 256
_NOTHING: Final[Mapping[str, models.Model | None]] = MappingProxyType({})
_SAME = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How rows of one model become parameters: the fields in order, and what turns a value into the database's."""

    names: tuple[str, ...]
    writes: tuple[tuple[int, Write], ...]
    by_name: dict[str, Write]
    statements: dict[tuple[int, bool], str]
    updates: dict[tuple[str, ...], str]

    def values(self, row: models.Model) -> list[Any]:
        """Return a row's values as the database takes them."""
        held = row.__dict__
        found = [held[name] for name in self.names]
        for place, write in self.writes:
            found[place] = write(found[place])
        return found


_tables: dict[tuple[str, type[models.Model]], Table] = {}


def new_row(model: type[Row], *, beside: Mapping[str, models.Model | None] = _NOTHING, **columns: object) -> Row:
    """Return a new row from its columns and from rows that it belongs to, for where many are made at once.

    As the model's own constructor, which takes seven times as long, but by the names of the columns.
    """
    row = model.__new__(model)
    held, (plain, made) = row.__dict__, _defaults(model)
    state = held["_state"] = ModelState()
    held.update(plain)
    for name, default in made:
        held[name] = default()
    held.update(columns)
    for name, other in beside.items():
        held[f"{name}_id"] = None if other is None else other.pk
        state.fields_cache[name] = other
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """Return what columns hold that nobody names: values, and what makes a value for each row."""
    plain, made = {}, []
    for field in model._meta.concrete_fields:
        if field.has_default() and callable(field.default):
            plainly = type(field).get_default is models.Field.get_default
            made.append((field.attname, field.default if plainly else field.get_default))
        else:
            plain[field.attname] = field.get_default()
    return plain, made


def insert_now(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model in one statement and give them their keys."""
    keys = _insert(rows, once=False)
    for row, key in zip(rows, keys, strict=True):
        inserted(row, key)


def insert_once(row: models.Model) -> bool:
    """Insert a new row unless a unique constraint knows one already; say whether it was inserted.

    Where another transaction is about to insert the same, this waits for how it ends; nothing needs a savepoint.
    """
    keys = _insert([row], once=True)
    for key in keys:
        inserted(row, key)
    return bool(keys)


def update_one(row: models.Model, names: Sequence[str], **expected: object) -> bool:
    """Write these columns of a row where others still hold what is expected; say whether they did."""
    model = type(row)
    table, held = table_of(model), row.__dict__
    key = (*names, "where", *expected)
    text = table.updates.get(key)
    if text is None:
        quote = connection.ops.quote_name
        columns = {field.attname: quote(str(field.column)) for field in _fields(model)}
        written = ", ".join(f"{columns[name]} = %s" for name in names)
        asked = "".join(f" AND {columns[name]} = %s" for name in expected)
        pk = quote(str(model._meta.pk.column))
        text = f"UPDATE {quote(model._meta.db_table)} SET {written} WHERE {pk} = %s{asked}"  # noqa: S608 - our own names
        table.updates[key] = text
    writes = table.by_name
    values: list[Any] = [writes[name](held[name]) if name in writes else held[name] for name in names]
    values += [row.pk, *expected.values()]
    return bool(changed_by(text, values))


def update_all(model: type[models.Model], keys: Sequence[int], **values: object) -> None:
    """Write the same values into all rows with these keys."""
    if not keys:
        return
    table, vendor = table_of(model), here().vendor
    shape = (*values, "where", "" if vendor == "postgresql" else str(len(keys)))
    text = table.updates.get(shape)
    if text is None:
        quote = connection.ops.quote_name
        columns = {field.attname: quote(str(field.column)) for field in _fields(model)}
        written = ", ".join(f"{columns[name]} = %s" for name in values)
        asked = "= ANY(%s)" if vendor == "postgresql" else f"IN ({', '.join(['%s'] * len(keys))})"
        pk = quote(str(model._meta.pk.column))
        text = f"UPDATE {quote(model._meta.db_table)} SET {written} WHERE {pk} {asked}"  # noqa: S608 - our own names
        table.updates[shape] = text
    writes = table.by_name
    given = [writes[name](value) if name in writes else value for name, value in values.items()]
    changed_by(text, [*given, list(keys)] if vendor == "postgresql" else [*given, *keys])


def inserted(row: models.Model, key: int) -> None:
    """Give a row its key, as one that the database holds."""
    row.pk = key
    state = row._state  # noqa: SLF001 - as the library's own `save` does
    state.adding, state.db = False, DEFAULT_DB_ALIAS


def _insert(rows: Sequence[models.Model], *, once: bool) -> list[int]:
    model = type(rows[0])
    table = table_of(model)
    text = table.statements.get((len(rows), once))
    if text is None:
        if len(table.statements) >= _KEPT:
            table.statements.clear()
        text = table.statements[len(rows), once] = _text(model, count=len(rows), once=once)
    values = [value for row in rows for value in table.values(row)]
    return [key for (key,) in rows_of(text, values)]


def table_of(model: type[models.Model]) -> Table:
    """Return how rows of a model become parameters."""
    vendor = here().vendor
    known = _tables.get((vendor, model))
    if known is None:
        assert router.db_for_write(model) == connection.alias  # noqa: S101 - there is one database
        fields = _fields(model)
        writes = [(place, write) for place, field in enumerate(fields) if (write := _write(field)) is not None]
        names = tuple(field.attname for field in fields)
        by_name = {names[place]: write for place, write in writes}
        known = Table(names=names, writes=tuple(writes), by_name=by_name, statements={}, updates={})
        _tables[vendor, model] = known
    return known


def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]


def _write(field: "models.Field[Any, Any]") -> Write | None:
    """Return what turns a value into the database's; None where it goes as it is."""
    plain = (*_SAME, models.DateTimeField, models.UUIDField) if connection.vendor == "postgresql" else _SAME
    # A field of our own may well turn its value into something else, e.g. seal it.
    if isinstance(field, plain) and type(field).__module__.startswith("django.db.models."):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _text(model: type[models.Model], *, count: int, once: bool) -> str:
    key = connection.ops.quote_name(str(model._meta.pk.column))
    conflict = " ON CONFLICT DO NOTHING" if once else ""
    return f"{_insertion(model, [], count=count)}{conflict} RETURNING {key}"


def text_of_insert(model: type[models.Model], *, count: int, keys: bool) -> str:
    """Return the statement that inserts so many rows; keys that are known stand each before its values."""
    return _insertion(model, [str(model._meta.pk.column)] if keys else [], count=count)


def _insertion(model: type[models.Model], first: list[str], *, count: int) -> str:
    quote = connection.ops.quote_name
    names = [*first, *(str(field.column) for field in _fields(model))]
    row = f"({', '.join(['%s'] * len(names))})"
    columns = ", ".join(quote(name) for name in names)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608 - names of our own models
