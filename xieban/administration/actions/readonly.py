"""A role of PostgreSQL that reads what is described, and can do nothing else."""

import re
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext_noop
from psycopg import sql

from jishi.refusals.door import Trouble
from xieban.administration.queries.schema import tables

ROLE: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
AT_ONCE: Final = 5
LIMITS: Final = (
    ("default_transaction_read_only", "on"),
    ("statement_timeout", "30s"),
    ("lock_timeout", "2s"),
    ("idle_in_transaction_session_timeout", "60s"),
)


class CannotGrant(Trouble):
    """The role cannot be made, or be taken away."""


def grant_reading(*, role: str, password: str = "") -> int:
    """Make the role, or bring it in line with the tables as they are now; return how many it reads."""
    _check(role)
    name = sql.Identifier(role)
    found = tables()
    with transaction.atomic():
        if not _exists(role):
            _run(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT").format(name))
        _run(sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}").format(name, sql.Literal(AT_ONCE)))
        if password:
            _run(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))
        for setting, value in LIMITS:
            _run(sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value)))
        _take_away(name)
        database = sql.Identifier(str(connection.settings_dict["NAME"]))
        _run(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, name))
        _run(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
        for table in found:
            columns = sql.SQL(", ").join(map(sql.Identifier, table.readable))
            _run(sql.SQL("GRANT SELECT ({}) ON {} TO {}").format(columns, sql.Identifier(table.name), name))
    return len(found)


def revoke_reading(*, role: str) -> None:
    """Take the role away with all that it may."""
    _check(role)
    if not _exists(role):
        raise CannotGrant(gettext_noop("There is no role %(role)s."), role=role)
    name = sql.Identifier(role)
    with transaction.atomic():
        _run(sql.SQL("DROP OWNED BY {}").format(name))
        _run(sql.SQL("DROP ROLE {}").format(name))


def _check(role: str) -> None:
    if connection.vendor != "postgresql":
        raise CannotGrant(
            gettext_noop("SQLite has no roles: open the file read-only, e.g. sqlite3 'file:%(path)s?mode=ro'."),
            path=connection.settings_dict["NAME"],
        )
    if not ROLE.fullmatch(role):
        raise CannotGrant(gettext_noop("“%(role)s” is no name of a role: small letters, digits, _."), role=role)
    if role == connection.settings_dict.get("USER"):
        raise CannotGrant(gettext_noop("%(role)s is the role of Xieban itself: choose another name."), role=role)


def _exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        return cursor.fetchone() is not None


def _take_away(name: sql.Identifier) -> None:
    for what in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        _run(sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA public FROM {}").format(sql.SQL(what), name))


def _run(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
