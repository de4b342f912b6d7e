"""Settings of the two engines, the database's clock, and a bell that rings across processes."""

from datetime import UTC, datetime
from typing import Any

import dj_database_url
from django.db import connection
from django.utils import timezone

from jishi.database.bell import Bell
from jishi.database.bulk import delete_all, insert_columns
from jishi.database.compiled import Compiled, Counted, Given, GivenKeys, columns_of, row_of
from jishi.database.gathering import drawn_number, gathered, insert_all, key_ahead, ring, ring_all, settle
from jishi.database.history import known_migrations
from jishi.database.indexes import without_index
from jishi.database.moments import MomentLoader
from jishi.database.outage import Outage
from jishi.database.rows import insert_once, new_row, update_all, update_one
from jishi.database.statements import changed_by, here, rows_of
from jishi.database.tables import together

__all__ = [
    "Bell",
    "Compiled",
    "Counted",
    "Given",
    "GivenKeys",
    "MomentLoader",
    "Outage",
    "changed_by",
    "columns_of",
    "delete_all",
    "drawn_number",
    "gathered",
    "insert_all",
    "insert_columns",
    "insert_once",
    "is_postgresql",
    "key_ahead",
    "known_migrations",
    "moment",
    "new_row",
    "ring",
    "ring_all",
    "row_of",
    "rows_of",
    "settings_of",
    "settle",
    "together",
    "update_all",
    "update_one",
    "without_index",
]

SQLITE = {
    # Every transaction takes the write lock at its start, so that none dies half way of a stale snapshot.
    "transaction_mode": "IMMEDIATE",
    # Writers wait for each other this long (seconds) before “database is locked”.
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
POSTGRESQL = {
    # A stopped process must not hold locks for ever; a statement that waits a minute for a lock has met a fault.
    # The server would compile what it takes for costly, which takes longer than any statement of ours.
    # What is sent by `statements` this often is kept prepared by the server; other statements never are.
    "prepare_threshold": 5,
    "options": "-c idle_in_transaction_session_timeout=60000 -c lock_timeout=60000 -c jit=off",
}


class WrongEngine(ValueError):
    """The database is neither SQLite nor PostgreSQL."""


def settings_of(url: str) -> dict[str, Any]:
    """Return Django's settings for the database at `url`."""
    found: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)}
    more = dict(found.get("OPTIONS") or {})
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = SQLITE | more
    elif found["ENGINE"] == "django.db.backends.postgresql":
        found["OPTIONS"] = POSTGRESQL | more
    else:
        scheme = url.partition(":")[0]
        raise WrongEngine(f"The database address begins with “{scheme}:”; write sqlite:/// or postgres://.")
    return found


def is_postgresql() -> bool:
    """Say whether the default database is PostgreSQL."""
    return bool(here().vendor == "postgresql")


def moment() -> datetime:
    """Read the clock that all processes share: the database server's, or this machine's on SQLite."""
    if not is_postgresql():
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    found: datetime = now.astimezone(UTC)
    return found
