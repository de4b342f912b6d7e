"""The triggers of each engine; both refuse with an integrity error that names the table."""

from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_KINDS = ("update", "delete", "replace")
POSTGRESQL_KINDS = ("row", "truncate")


def name_of(table: str, kind: str) -> str:
    """Return the name of one guard of a table."""
    return f"appendonly_{table}_{kind}"


def put_on(connection: BaseDatabaseWrapper, table: str) -> None:
    """Set every guard of the table; harmless where it stands already."""
    if connection.vendor == "sqlite":
        statements = _sqlite(connection, table)
    elif connection.vendor == "postgresql":
        statements = _postgresql(table)
    else:
        raise NotSupportedError(f"No append-only guard is written for {connection.vendor}.")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_off(connection: BaseDatabaseWrapper, table: str) -> None:
    """Remove every guard of the table; only a migration that goes backwards does this."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for kind in SQLITE_KINDS:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name_of(table, kind)}"')
        else:
            for kind in POSTGRESQL_KINDS:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name_of(table, kind)}" ON "{table}"')


def guarded_tables(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """Return the tables that carry all their guards, none of them switched off."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'appendonly|_%'"
            " ESCAPE '|'"
            if sqlite
            else "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'appendonly|_%' ESCAPE '|' AND t.tgenabled = 'A'"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
        found = {(str(table), str(name)) for table, name in cursor.fetchall()}
    kinds = SQLITE_KINDS if sqlite else POSTGRESQL_KINDS
    return frozenset(table for table, _ in found if all((table, name_of(table, kind)) in found for kind in kinds))


def _sqlite(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    # REPLACE removes the old row without asking a DELETE trigger: refuse an insert that would hit a row.
    same = [" AND ".join(f'"{c}" = NEW."{c}"' for c in columns) for columns in _unique_columns(connection, table)]
    hits = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {each})' for each in same)  # noqa: S608 - our names
    refuse = f"SELECT RAISE(ABORT, 'append-only: a row of {table} is never changed or removed'); END"
    conditions = {"update": ("UPDATE", ""), "delete": ("DELETE", ""), "replace": ("INSERT", f"WHEN {hits} ")}
    statements: list[str] = []
    for kind, (verb, when) in conditions.items():
        name = name_of(table, kind)
        statements += [
            f'DROP TRIGGER IF EXISTS "{name}"',
            f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" {when}BEGIN {refuse}',
        ]
    return statements


def _unique_columns(connection: BaseDatabaseWrapper, table: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'PRAGMA table_info("{table}")')
        key = tuple(row[1] for row in sorted(cursor.fetchall(), key=lambda row: int(row[5])) if row[5])
        cursor.execute(f'PRAGMA index_list("{table}")')
        found = {key}
        # A unique index with a condition is left out: which rows it covers cannot be told from its columns.
        for index in [row[1] for row in cursor.fetchall() if row[2] and not row[4]]:
            cursor.execute(f'PRAGMA index_info("{index}")')
            found.add(tuple(row[2] for row in cursor.fetchall()))
    return sorted(columns for columns in found if columns and None not in columns)


def _postgresql(table: str) -> list[str]:
    row, truncate = (name_of(table, kind) for kind in POSTGRESQL_KINDS)
    refuse = "EXECUTE FUNCTION appendonly_refuse()"
    function = (
        "CREATE OR REPLACE FUNCTION appendonly_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'append-only: a row of % is never changed or removed', TG_TABLE_NAME"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [
        function,
        f'CREATE OR REPLACE TRIGGER "{row}" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW {refuse}',
        f'CREATE OR REPLACE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {refuse}',
        # ALWAYS: a session that calls itself a replica is refused as well.
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{row}"',
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{truncate}"',
    ]
