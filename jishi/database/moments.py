"""Moments as PostgreSQL sends them, read in C: a list of fifty tickets holds two hundred.

Django's own reader takes each apart in Python, since it may have to move it to any zone.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg.types.datetime import TimestamptzLoader

AT_UTC = b"+00"


class MomentLoader(TimestamptzLoader):
    """Reads a moment of a session in UTC; whatever looks otherwise is left to the library."""

    timezone = UTC  # Django looks here whether its own must be put in place

    def load(self, data: Any) -> datetime:
        """Return the moment."""
        text = bytes(data)
        if text.endswith(AT_UTC):
            try:
                return datetime.fromisoformat(text.decode())
            except ValueError:
                pass  # before the year 1, or endless: the library says what that means
        return super().load(data).replace(tzinfo=UTC)


def _read_moments(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    if connection.vendor == "postgresql" and connection.timezone == UTC:
        connection.connection.adapters.register_loader("timestamptz", MomentLoader)


connection_created.connect(_read_moments, dispatch_uid="jishi.database.moments")
