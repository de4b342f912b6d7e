"""What PostgreSQL's own statistics say."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from django.utils.translation import gettext_noop as _
from psycopg.rows import dict_row

from zhishou.systems.connectors.counting import grown, share_grown
from zhishou.systems.connectors.postgresql.passwords import is_own_name
from zhishou.systems.connectors.postgresql.statements import (
    BROKEN,
    ENDS,
    PASSWORDS,
    SINCE_17,
    STATEMENTS,
    TRUSTED,
    WHY,
)
from zhishou.systems.connectors.reaching import NotReachedError, no_answer, not_allowed, resolve, said
from zhishou.systems.connectors.statements import only_reads, single_value
from zhishou.systems.rules.observing import Ask, Observation, Outcome, Value, failed, measured, unknown
from zhishou.systems.rules.words import ConnectorKind

Row = Mapping[str, Any]
DAY, HOUR, GB = 86400, 3600, 1024**3
NEW_STATISTICS = 170000


class PostgreSql:
    """Asks by a role that only monitors, in a transaction that only reads."""

    kind = ConnectorKind.POSTGRESQL
    checks = frozenset({"P-01", "SQ-01", *STATEMENTS})
    least = _("A role of its own with LOGIN and pg_monitor, and no right on any table but those a statement reads.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:
        """Look once."""
        begun = time.monotonic()
        async with _opened(ask) as connection:
            try:
                if ask.check == "P-01":
                    await _row(connection, "SELECT 1 AS value")
                    version = connection.info.server_version
                    return measured(
                        time.monotonic() - begun,
                        unit="s",
                        words=_("It answers, version %(version)s."),
                        version=version,
                    )
                if ask.check == "SQ-01":
                    return single_value(await _own(connection, ask.text("query")))
                return await _checked(connection, ask, at)
            except psycopg.errors.QueryCanceled as error:
                raise no_answer(_("The statement took too long.")) from error
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable) as error:
                return unknown(_("The role may not look at this: %(why)s."), why=said(error))
            except psycopg.Error as error:
                raise no_answer(_("PostgreSQL says: %(why)s."), why=said(error)) from error


async def _checked(connection: psycopg.AsyncConnection[Row], ask: Ask, at: datetime) -> Observation:
    statement = STATEMENTS[ask.check]
    if connection.info.server_version >= NEW_STATISTICS:
        statement = SINCE_17.get(ask.check, statement)
    row = await _row(connection, statement)
    if ask.check == "P-26":
        return await _roles(connection, row)
    return _judgeable(row, ask, at)


async def _roles(connection: psycopg.AsyncConnection[Row], row: Row) -> Observation:
    """Count what is wrong with roles, and say what the role of the watch was not let see."""
    trusted, named, unseen = 0, [], []
    if row["reads_hba"]:
        trusted = int((await _row(connection, TRUSTED))["value"])
    else:
        unseen.append("pg_hba_file_rules")
    if row["reads_passwords"]:
        kept = await (await connection.execute(PASSWORDS)).fetchall()
        named = [one["rolname"] for one in kept if is_own_name(one["rolpassword"], role=one["rolname"])]
    else:
        unseen.append("pg_authid")
    words = _("Not seen, for lack of the right to read: %(unseen)s.") if unseen else ""
    return measured(
        float(row["value"] + trusted + len(named)),
        words=words,
        superusers=row["superusers"],
        expiring=row["expiring"],
        trusted=trusted,
        password_is_name=", ".join(named),
        unseen=", ".join(unseen),
    )


def _judgeable(row: Row, ask: Ask, at: datetime) -> Observation:
    """Turn a row into an observation; some need the look before, an option or the calendar."""
    if ask.check in SPECIAL:
        return SPECIAL[ask.check](row, ask, at)
    seen: dict[str, Value] = {
        name: _plain(value)
        for name, value in row.items()
        if name not in {"value", "why", "broken"} and value is not None
    }
    if row.get("broken"):
        return failed(BROKEN[row["broken"]], seen)
    if row.get("value") is None:
        return unknown(WHY.get(str(row.get("why")), _("There is nothing to measure.")), **seen)
    return measured(float(row["value"]), seen)


def _plain(value: Any) -> Value:
    return value if isinstance(value, str | int | float | bool) else str(value)


def _worst_memory(row: Row, ask: Ask, _at: datetime) -> Observation:
    share = 100 * float(row["bytes"]) / (ask.number("ram_gb") * GB or 1)
    return measured(share, unit="%", bytes=int(row["bytes"]))


def _support(row: Row, _ask: Ask, at: datetime) -> Observation:
    major = int(row["version"]) // 10000
    ends = ENDS.get(major)
    if ends is None:
        words = _("Nothing is known of version %(major)s.")
        return unknown(words, major=major) if major > max(ENDS) else measured(-1, unit="days", major=major)
    days = (datetime.fromisoformat(ends).date() - at.date()).days
    return measured(
        days, unit="days", words=_("Version %(major)s is supported until %(ends)s."), major=major, ends=ends
    )


def _drift(row: Row, ask: Ask, _at: datetime) -> Observation:
    digest = str(row["digest"])
    held = ask.before.facts.get("baseline") if ask.before else None
    baseline = ask.text("baseline") or str(held or digest)
    return measured(
        float(digest != baseline), words=_("The digest is %(digest)s."), digest=digest, baseline=baseline
    )


SPECIAL: Final[Mapping[str, Callable[[Row, Ask, datetime], Observation]]] = {
    "P-06": lambda row, ask, at: grown(row, ask, at, counter="counter_day", over_s=DAY),
    "P-21": lambda row, ask, at: grown(row, ask, at, counter="counter_hour", over_s=HOUR, scaled=True),
    "P-07": lambda row, ask, _at: share_grown(row, ask, part="counter_hit", rest="counter_read", least=1000),
    "P-20": lambda row, ask, _at: share_grown(row, ask, part="counter_req", rest="counter_timed", least=5),
    "P-24": _worst_memory,
    "P-28": _support,
    "P-29": _drift,
}


async def _row(connection: psycopg.AsyncConnection[Row], statement: str) -> Row:
    cursor = await connection.execute(statement)
    row = await cursor.fetchone()
    return row or {}


async def _own(connection: psycopg.AsyncConnection[Row], statement: str) -> list[Any]:
    """Run the profile's own statement: one only, since it is prepared; a few rows of it are read."""
    cursor = connection.cursor()
    await cursor.execute(only_reads(statement), prepare=True)
    return [tuple(row.values()) for row in await cursor.fetchmany(2)]


@asynccontextmanager
async def _opened(ask: Ask) -> AsyncIterator[psycopg.AsyncConnection[Row]]:
    parts = urlsplit(ask.address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise NotReachedError(
            Outcome.UNKNOWN,
            _("The address must be postgresql://role@host:port/database."),
            address=ask.address[:100],
        )
    host = parts.hostname or ""
    place: dict[str, Any] = {}
    folder = parse_qs(parts.query).get("host", [""])[0]
    if folder and not host:
        if not ask.allowed.allows_path(folder):
            raise not_allowed(folder)
        host = folder
    else:
        found = await resolve(host, parts.port or 5432, allowed=ask.allowed)
        place = {"hostaddr": found.address, "sslmode": ask.text("sslmode", "prefer")}
    try:
        connection = await psycopg.AsyncConnection[Row].connect(
            host=host,
            port=parts.port or 5432,
            user=unquote(parts.username or "") or None,
            password=ask.secrets.get("password"),
            dbname=parts.path.lstrip("/") or "postgres",
            connect_timeout=max(2, int(ask.timeout_s)),
            application_name="zhishou-watch",
            options=f"-c default_transaction_read_only=on -c statement_timeout={int(ask.timeout_s * 1000)} "
            "-c lock_timeout=1000",
            autocommit=True,
            row_factory=dict_row,
            **place,
        )
    except psycopg.OperationalError as error:
        raise no_answer(_("PostgreSQL cannot be reached: %(why)s."), why=said(error)) from error
    try:
        yield connection
    finally:
        await connection.close()
