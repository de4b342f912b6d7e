"""One module for each database engine."""

from django.db import connection

from jishi.backup.declared import Engine
from jishi.backup.engines.postgresql import PostgreSQL
from jishi.backup.engines.sqlite import SQLite


def engine() -> Engine:
    """Return the engine of the default database."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
