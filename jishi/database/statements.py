"""A cursor for statements whose text never changes: on PostgreSQL the server keeps them prepared."""

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


def steady_cursor() -> CursorWrapper:
    """Return a cursor that sends values beside the text, so that the server parses and plans a text only once.

    Django's own writes the values into the text, which then is another one each time.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(connection.connection)
    found: CursorWrapper = connection._prepare_cursor(cursor)  # type: ignore[attr-defined]  # noqa: SLF001 - as `cursor()` does
    return found
