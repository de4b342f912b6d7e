"""What a SQLite file says of itself."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.reaching import no_answer, readable, said
from zhishou.systems.connectors.statements import only_reads, single_value
from zhishou.systems.rules.observing import Ask, Observation, measured, unknown
from zhishou.systems.rules.words import ConnectorKind

SIZES = {"SL-03": "", "SL-04": "-wal"}
STEPS = 20_000  # of SQLite's machine, between two looks at the time


class SqliteFile:
    """Opens the file for reading only, and stops when the time is over."""

    kind = ConnectorKind.SQLITE
    checks = frozenset({"SL-01", "SL-02", "SL-03", "SL-04", "SQ-01"})
    least = _("The right to read the file and to enter its folder; the folder must be on the list.")

    async def observe(self, *, ask: Ask, at: datetime) -> Observation:  # noqa: ARG002 - the protocol's shape
        """Look once."""
        path = Path(readable(ask.address, allowed=ask.allowed))
        try:
            return await asyncio.to_thread(_look, path, ask)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                return unknown(_("The file is too large to be looked through in this time."))
            raise no_answer(_("SQLite says: %(why)s."), why=said(error)) from error
        except sqlite3.DatabaseError as error:
            raise no_answer(_("SQLite says: %(why)s."), why=said(error)) from error


def _look(path: Path, ask: Ask) -> Observation:
    begun = time.monotonic()
    if ask.check in SIZES:
        file = path.with_name(f"{path.name}{SIZES[ask.check]}")
        return measured(file.stat().st_size if file.exists() else 0, unit="bytes")

    def is_over() -> int:
        return int(time.monotonic() - begun > ask.timeout_s * 0.9)

    address = f"file:{quote(str(path))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=min(1.0, ask.timeout_s / 2))) as connection:
        connection.set_progress_handler(is_over, STEPS)
        connection.execute("PRAGMA query_only=ON")
        return LOOKS[ask.check](connection, ask, begun)


def _answers(connection: sqlite3.Connection, _ask: Ask, begun: float) -> Observation:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return measured(time.monotonic() - begun, unit="s", words=_("It opens; objects: %(tables)s."), tables=tables)


def _sound(connection: sqlite3.Connection, _ask: Ask, _begun: float) -> Observation:
    rows = connection.execute("PRAGMA quick_check(20)").fetchall()
    faults = [str(row[0])[:200] for row in rows if row[0] != "ok"]
    if not faults:
        return measured(0, words=_("The file is sound."))
    return measured(len(faults), words=_("The file is damaged: %(first)s."), first=faults[0])


def _own(connection: sqlite3.Connection, ask: Ask, _begun: float) -> Observation:
    return single_value(connection.execute(only_reads(ask.text("query"))).fetchmany(2))


LOOKS: dict[str, Callable[[sqlite3.Connection, Ask, float], Observation]] = {
    "SL-01": _answers,
    "SL-02": _sound,
    "SQ-01": _own,
}
