"""Protect a table: one operation for migrations, and a look at what is protected now."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from jishi.appendonly.triggers import guarded_tables, put_on, take_off

__all__ = ["missing", "protect", "protected"]


def protect(table: str) -> "Protect":
    """Return the migration operation after which `table` refuses UPDATE, DELETE, REPLACE and TRUNCATE.

    Put it after the table and its unique constraints. It may be repeated, and on SQLite it must be: there a later
    operation that alters the table builds it anew without its triggers; end such a migration with `protect` again.
    """
    return Protect(table)


class Protect(Operation):
    """Puts the guards on one table; asks for no model, which Django would draw up with all the others."""

    reduces_to_sql = True
    reversible = True
    elidable = False

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, *_: object) -> None:
        """Change nothing: the models stay what they are."""

    def database_forwards(self, _app: str, schema_editor: BaseDatabaseSchemaEditor, *_: object) -> None:
        put_on(schema_editor.connection, self.table)

    def database_backwards(self, _app: str, schema_editor: BaseDatabaseSchemaEditor, *_: object) -> None:
        take_off(schema_editor.connection, self.table)

    def describe(self) -> str:
        """Return what `migrate --plan` says of it."""
        return f"Protect {self.table} from change"


def protected(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Return the tables on which every guard stands and is switched on."""
    return guarded_tables(connection)


def missing(connection: BaseDatabaseWrapper, tables: frozenset[str]) -> frozenset[str]:
    """Return those of `tables` that somebody has left, or made, open to change."""
    return tables - protected(connection)
