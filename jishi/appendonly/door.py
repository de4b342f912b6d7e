"""Protect a table: one operation for migrations, and a look at what is protected now."""

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

from jishi.appendonly.triggers import guarded_tables, put_on, take_off

__all__ = ["missing", "protect", "protected"]


def protect(table: str) -> migrations.RunPython:
    """Return the migration operation after which `table` refuses UPDATE, DELETE, REPLACE and TRUNCATE.

    Put it after the table and its unique constraints. It may be repeated, and on SQLite it must be: there a later
    operation that alters the table builds it anew without its triggers; end such a migration with `protect` again.
    """

    def forwards(_apps: object, editor: object) -> None:
        put_on(editor.connection, table)  # type: ignore[attr-defined]

    def backwards(_apps: object, editor: object) -> None:
        take_off(editor.connection, table)  # type: ignore[attr-defined]

    return migrations.RunPython(forwards, backwards, elidable=False)


def protected(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Return the tables on which every guard stands and is switched on."""
    return guarded_tables(connection)


def missing(connection: BaseDatabaseWrapper, tables: frozenset[str]) -> frozenset[str]:
    """Return those of `tables` that somebody has left, or made, open to change."""
    return tables - protected(connection)
