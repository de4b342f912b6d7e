"""How results and states reach the tables: a thousand at once, on PostgreSQL in one statement of whole columns."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from jishi.database.door import is_postgresql
from zhishou.watch.models import ProbeState, Sample

SAMPLE_COLUMNS: Final = {
    "probe_id": "bigint",
    "at_ms": "bigint",
    "value": "double precision",
    "outcome": "smallint",
    "verdict": "smallint",
    "took_ms": "integer",
}
STATE_COLUMNS: Final = {
    "due_at": "timestamptz",
    "standing": "text",
    "since": "timestamptz",
    "tail": "text",
    "relapses": "smallint",
    "healed_at": "timestamptz",
    "doubted_at": "timestamptz",
    "last_at": "timestamptz",
    "last_value": "double precision",
    "last_outcome": "text",
    "last_verdict": "text",
    "last_words": "text",
    "last_facts": "text",
    "took_ms": "integer",
    "stale_at": "timestamptz",
    "probe_id": "bigint",
}
_SAMPLES, _STATES = Sample._meta.db_table, ProbeState._meta.db_table
Rows = Sequence[tuple[Any, ...]]


def _arrays(columns: dict[str, str]) -> str:
    return ", ".join(f"%s::{kind}[]" for kind in columns.values())


_WRITTEN: Final = [name for name in STATE_COLUMNS if name != "probe_id"]
_INSERT: Final = f"INSERT INTO {_SAMPLES} ({', '.join(SAMPLE_COLUMNS)})"
_INSERT_ONE: Final = f"{_INSERT} VALUES ({', '.join(['%s'] * len(SAMPLE_COLUMNS))}) ON CONFLICT DO NOTHING"
_INSERT_ALL: Final = f"{_INSERT} SELECT * FROM unnest({_arrays(SAMPLE_COLUMNS)}) ON CONFLICT DO NOTHING"  # noqa: S608 - our own names
_UPDATE_ONE: Final = f"UPDATE {_STATES} SET {', '.join(f'{name} = %s' for name in _WRITTEN)} WHERE probe_id = %s"  # noqa: S608 - as above
_UPDATE_ALL: Final = (
    f"UPDATE {_STATES} AS state SET "  # noqa: S608 - as above
    + ", ".join(f"{name} = fresh.{name}{'::jsonb' if name == 'last_facts' else ''}" for name in _WRITTEN)
    + f" FROM unnest({_arrays(STATE_COLUMNS)}) AS fresh ({', '.join(STATE_COLUMNS)})"
    + " WHERE state.probe_id = fresh.probe_id"
)


def write_samples(rows: Rows) -> None:
    """Insert samples, in the order of `SAMPLE_COLUMNS`; one that is there already stays."""
    _write(rows, one=_INSERT_ONE, whole=_INSERT_ALL)


def write_states(rows: Rows) -> None:
    """Write how probes stand, in the order of `STATE_COLUMNS`; each probe once."""
    _write(rows, one=_UPDATE_ONE, whole=_UPDATE_ALL)


def _write(rows: Rows, *, one: str, whole: str) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(whole, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(one, rows)
