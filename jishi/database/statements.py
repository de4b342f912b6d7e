"""Statements whose text never changes: on PostgreSQL the server keeps them prepared.

Django's own cursor writes the values into the text, which then is another one each time.
"""

import re
import select
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Self

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.pq import TransactionStatus

from jishi.database.prepared import Prepared

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

Rows = list[tuple[Any, ...]]
_KEPT_AS: Final = "_way_of_this_thread"


def here() -> Any:
    """Return this thread's connection itself: each use of `django.db.connection` looks for it anew."""
    return connections[DEFAULT_DB_ALIAS]


def rows_of(text: str, values: Sequence[Any], *, planned_anew: bool = False) -> Rows:
    """Return the rows that a statement answers with; its places are written `%s`, as Django writes them.

    `planned_anew` is for one whose best plan depends on its values.
    """
    connection = here()
    straight = _straight(connection)
    if straight is not None:
        with connection.wrap_database_errors:
            return straight.rows(_numbered(text), values, planned_anew=planned_anew)
    with _sent(connection, text, values) as cursor:
        found: Rows = cursor.fetchall()
    return found


def changed_by(text: str, values: Sequence[Any]) -> int:
    """Return how many rows a statement wrote."""
    connection = here()
    straight = _straight(connection)
    if straight is not None:
        with connection.wrap_database_errors:
            return straight.changed(_numbered(text), values)
    with _sent(connection, text, values) as cursor:
        return int(cursor.rowcount)


def _straight(connection: Any) -> Prepared | None:
    """Return the straight way to the server, which stands; None on SQLite, and where somebody watches."""
    if connection.vendor != "postgresql":
        return None
    look_at_connection()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    if connection.queries_logged or connection.execute_wrappers:
        return None
    raw = connection.connection
    known: Prepared | None = connection.__dict__.get(_KEPT_AS)
    if known is None or known.raw is not raw:
        known = connection.__dict__[_KEPT_AS] = Prepared(raw)
    return known


class _Unprepared(psycopg.RawCursor[Any]):
    """Keeps nothing prepared: after a rollback psycopg would forget all that the server keeps, what is ours too."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Self:
        return super().execute(query, params, **{**more, "prepare": False})


def _sent(connection: Any, text: str, values: Sequence[Any]) -> Any:
    """Send a statement by the library's cursor, past whoever watches."""
    if connection.vendor != "postgresql":
        cursor = connection.cursor()
        cursor.execute(text, values)
        return cursor
    with connection.wrap_database_errors:
        watched: CursorWrapper = connection._prepare_cursor(_Unprepared(connection.connection))  # noqa: SLF001 - as `cursor()` does
        watched.execute(_numbered(text), values)
    return watched


def look_at_connection() -> None:
    """Spare a kept connection that stands the question whether it does.

    Django asks `SELECT 1` before the first statement of every request. A server that stops or ends a connection
    says so and closes it: then there is something to be read, and only then is it asked.
    """
    connection = here()
    if connection.vendor == "postgresql" and not connection.health_check_done:
        connection.health_check_done = _is_silent(connection)


def _is_silent(connection: Any) -> bool:
    """Say whether a kept connection stands and has nothing to say."""
    raw = connection.connection
    if raw is None or raw.info.transaction_status is not TransactionStatus.IDLE:
        return False
    waiting = select.poll()
    waiting.register(raw.fileno(), select.POLLIN)
    return not waiting.poll(0)


@lru_cache(maxsize=1024)
def _numbered(text: str) -> str:
    """Return a text with its places as the server knows them, so that nobody takes it apart each time."""
    numbers = count(1)
    return re.sub("%[s%]", lambda found: "%" if found[0] == "%%" else f"${next(numbers)}", text)
