"""For migrations: take away an index that a foreign key brought along, without a new table on SQLite."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.migrations.operations import AlterField, RunPython, SeparateDatabaseAndState


def without_index(
    app: str, model: str, fields: "dict[str, models.ForeignKey[Any, Any]]"
) -> SeparateDatabaseAndState:
    """Drop the index of each foreign key that another index begins with, or that nobody looks up.

    `AlterField` alone would build the table anew on SQLite, and lose the triggers that protect it.
    """
    names = list(fields)

    def drop(apps: Any, editor: Any) -> None:
        _drop(apps.get_model(app, model), names, editor)

    def put_back(apps: Any, editor: Any) -> None:
        _put_back(apps.get_model(app, model), names, editor)

    return SeparateDatabaseAndState(
        state_operations=[AlterField(model_name=model, name=name, field=field) for name, field in fields.items()],
        database_operations=[RunPython(drop, put_back)],
    )


def _drop(model: type[models.Model], names: Sequence[str], editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
    for name in names:
        column, own = _column(model, name), _name_of(model, name, editor)
        assert found[own]["columns"] == [column], own  # noqa: S101 - else another index would be dropped
        editor.execute(f"DROP INDEX {editor.quote_name(own)}")


def _put_back(model: type[models.Model], names: Sequence[str], editor: Any) -> None:
    quote = editor.quote_name
    for name in names:
        own, column = quote(_name_of(model, name, editor)), quote(_column(model, name))
        editor.execute(f"CREATE INDEX {own} ON {quote(model._meta.db_table)} ({column})")


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.ForeignKey)  # noqa: S101 - as the function is called
    return str(field.column)


def _name_of(model: type[models.Model], name: str, editor: Any) -> str:
    """Return the name that Django gives the index of a foreign key."""
    return str(editor._create_index_name(model._meta.db_table, [_column(model, name)]))  # noqa: SLF001 - its only source
