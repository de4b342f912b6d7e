"""What MySQL and MariaDB say of themselves."""

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, cast

import pymysql
import pymysql.cursors
from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.counting import share_grown
from zhishou.systems.connectors.reaching import Place, no_answer, resolve, said, split, tls_context
from zhishou.systems.connectors.statements import only_reads, single_value
from zhishou.systems.rules.observing import Ask, Observation, failed, measured, unknown
from zhishou.systems.rules.words import ConnectorKind

PORT: Final = 3306
MOST: Final = 4 * 1024 * 1024
Cursor = pymysql.cursors.Cursor


class Bounded:
    """A socket that gives up after so many bytes, or so much time: a driver that blocks knows neither."""

    def __init__(self, place: Place, *, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._left = MOST
        self._inner = socket.create_connection((place.address, place.port), timeout=seconds)

    def secure(self, context: ssl.SSLContext, name: str) -> None:
        self._inner = context.wrap_socket(self._inner, server_hostname=name)

    def settimeout(self, _seconds: float | None) -> None:
        """Keep our own time."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._inner.settimeout(left)

    def makefile(self, _mode: str) -> "Bounded":
        return self

    def read(self, count: int) -> bytes:
        blocks = bytearray()
        while len(blocks) < count:
            self.settimeout(None)
            block = self._inner.recv(min(count - len(blocks), 65536))
            if not block:
                break
            self._left -= len(block)
            if self._left < 0:
                raise OSError("more came back than is read")
            blocks += block
        return bytes(blocks)

    def sendall(self, block: bytes) -> None:
        self.settimeout(None)
        self._inner.sendall(block)

    def close(self) -> None:
        self._inner.close()


@contextmanager
def _opened(
    place: Place, ask: Ask, tls: ssl.SSLContext | None
) -> "Iterator[pymysql.connections.Connection[Cursor]]":
    parts = ask.options
    connection = pymysql.connections.Connection(
        host=place.host,
        user=str(parts.get("user", "")),
        password=ask.secrets.get("password", ""),
        database=str(parts.get("database", "")) or None,
        charset="utf8mb4",
        defer_connect=True,
        ssl=tls,
        init_command="SET SESSION TRANSACTION READ ONLY",
        local_infile=False,
        autocommit=True,
    )
    connection.connect(cast("Any", Bounded(place, seconds=ask.timeout_s * 0.95)))
    try:
        yield connection
    finally:
        # The public way says farewell first, and may wait for an answer.
        cast("Any", connection)._force_close()  # noqa: SLF001 - as above


def _row(cursor: Cursor, statement: str) -> dict[str, Any]:
    cursor.execute(statement)
    names = [one[0] for one in cursor.description or ()]
    found = cursor.fetchone()
    return dict(zip(names, found, strict=True)) if found else {}


def _figures(cursor: Cursor, statement: str) -> dict[str, str]:
    cursor.execute(statement)
    return {str(name): str(value) for name, value in cursor.fetchmany(2000)}


def _connections(cursor: Cursor, _ask: Ask) -> Observation:
    used = float(_figures(cursor, "SHOW GLOBAL STATUS LIKE 'Threads_connected'").get("Threads_connected", 0))
    most = float(_figures(cursor, "SHOW VARIABLES LIKE 'max_connections'").get("max_connections", 0))
    return measured(100 * used / (most or 1), unit="%", count=int(used), most=int(most))


def _replication(cursor: Cursor, _ask: Ask) -> Observation:
    row = _row(cursor, "SHOW SLAVE STATUS")
    if not row:
        return unknown(_("There is no replica."))
    lag = row.get("Seconds_Behind_Master", row.get("Seconds_Behind_Source"))
    if lag is None:
        return failed(_("The replication stands still: %(why)s."), why=str(row.get("Last_Error", ""))[:200])
    return measured(float(lag), unit="s")


def _longest(cursor: Cursor, _ask: Ask) -> Observation:
    row = _row(
        cursor,
        "SELECT COALESCE(MAX(TIME), 0) AS value, COUNT(*) AS count FROM information_schema.PROCESSLIST "
        "WHERE COMMAND IN ('Query', 'Execute') AND ID <> CONNECTION_ID()",
    )
    return measured(float(row["value"]), unit="s", count=int(row["count"]))


def _buffer(cursor: Cursor, ask: Ask) -> Observation:
    seen = _figures(cursor, "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_read%'")
    asked, read = (float(seen.get(f"Innodb_buffer_pool_{one}", 0)) for one in ("read_requests", "reads"))
    return share_grown({"hit": asked - read, "read": read}, ask, part="hit", rest="read", least=1000)


def _own(cursor: Cursor, ask: Ask) -> Observation:
    cursor.execute(only_reads(ask.text("query")))
    return single_value(cursor.fetchmany(2))


LOOKS: Final[Mapping[str, Callable[[Cursor, Ask], Observation]]] = {
    "MY-02": _connections,
    "MY-03": _replication,
    "MY-04": _longest,
    "MY-05": _buffer,
    "SQ-01": _own,
}


class MySql:
    """Asks by an account that only monitors, in a session that only reads."""

    kind = ConnectorKind.MYSQL
    checks = frozenset({"MY-01", *LOOKS})
    least = _(
        "An account of its own with PROCESS and REPLICATION CLIENT, and SELECT only on what a statement reads."
    )

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Look once, beside the event loop."""
        host, port = split(ask.address, port=PORT)
        place = await resolve(host, port, allowed=ask.allowed)
        tls = None
        if ask.flag("tls", default=False):
            tls = tls_context(ca_file=ask.text("ca_file"), allowed=ask.allowed)
        return await asyncio.to_thread(_look, place, ask, tls)


def _look(place: Place, ask: Ask, tls: ssl.SSLContext | None) -> Observation:
    begun = time.monotonic()
    try:
        with _opened(place, ask, tls) as connection, connection.cursor() as cursor:
            if ask.check == "MY-01":
                version = str(_row(cursor, "SELECT VERSION() AS v").get("v", "?"))
                words = _("It answers, version %(version)s.")
                return measured(time.monotonic() - begun, unit="s", words=words, version=version[:60])
            return LOOKS[ask.check](cursor, ask)
    except pymysql.err.OperationalError as error:
        if error.args and error.args[0] in {1044, 1142, 1227, 1370}:  # the account may not
            return unknown(_("The account may not look at this: %(why)s."), why=said(error))
        raise no_answer(_("The database says: %(why)s."), why=said(error)) from error
    except pymysql.MySQLError as error:
        raise no_answer(_("The database says: %(why)s."), why=said(error)) from error
    except (OSError, ValueError, IndexError, AssertionError) as error:
        raise no_answer(_("What came back is not what this service says.")) from error
