"""Many rows written by one statement whose text is the same for one row and for a thousand."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from jishi.database.rows import new_row, table_of
from jishi.database.statements import changed_by, here

Columns = Mapping[str, Sequence[Any]]


def insert_columns(model: type[models.Model], columns: Columns) -> None:
    """Insert as many rows as each column has values, in their order; no signals, and nobody asks for their keys.

    Every column is named but a key that the database gives.
    """
    (count,) = {len(values) for values in columns.values()}
    if not count:
        return
    if here().vendor != "postgresql":
        rows = zip(*columns.values(), strict=True)
        made: list[Any] = [new_row(model, **dict(zip(columns, row, strict=True))) for row in rows]
        models.QuerySet(model).bulk_create(made)
        return
    writes = table_of(model).by_name
    given = [
        [writes[name](value) for value in values] if name in writes else list(values)
        for name, values in columns.items()
    ]
    changed_by(_insertion(model, tuple(columns)), given)


def delete_all(model: type[models.Model], keys: Sequence[Any]) -> None:
    """Delete the rows with these keys; what refers to them is the database's affair."""
    if here().vendor != "postgresql":
        models.QuerySet(model).filter(pk__in=keys).delete()
    elif keys:
        changed_by(_deletion(model), [list(keys)])


def column_types(model: type[models.Model], names: Sequence[str]) -> list[str]:
    """Return PostgreSQL's types of columns, a text's without its length: else a cast would cut it off unseen."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    types = [str(fields[name].rel_db_type(connection)) for name in names]
    return ["text" if found.startswith("varchar") else found for found in types]


@cache
def _insertion(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    column = {field.attname: quote(str(field.column)) for field in model._meta.concrete_fields}
    columns = ", ".join(column[name] for name in names)
    arrays = ", ".join(f"%s::{found}[]" for found in column_types(model, names))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) SELECT * FROM unnest({arrays})"  # noqa: S608 - our own names


@cache
def _deletion(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    return f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(str(model._meta.pk.column))} = ANY(%s)"  # noqa: S608 - as above
