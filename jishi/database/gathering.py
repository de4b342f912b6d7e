"""Rows of many tables written in one statement, with what rings at the end.

On PostgreSQL every statement costs both sides about as much as the rows that it writes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from django.db import models

from jishi.database.rows import insert_now, inserted, table_of, text_of_insert
from jishi.database.statements import here, rows_of

Kind = type[models.Model]
Expected = Mapping[Kind, int]
Shape = tuple[tuple[Kind, int], ...]
Part = tuple[Kind, bool]
"""Rows of a model, with keys that were drawn before or with keys that nobody asks for."""


class Gathering:
    """What waits to be written: rows that have their keys already, and rings."""

    def __init__(self, keys: Mapping[Kind, list[int]], numbers: Mapping[str, int | None]) -> None:
        self._keys = keys
        self._numbers = dict(numbers)
        self._rows: dict[Part, list[models.Model]] = defaultdict(list)
        self._rings: dict[tuple[str, str], None] = {}

    def key_ahead(self, model: Kind) -> int | None:
        """Return the key that the next row of a model gets, if one was drawn for it."""
        drawn = self._keys.get(model)
        return drawn[-1] if drawn else None

    def number(self, sequence: str) -> int | None:
        """Return what was drawn from a sequence, once."""
        return self._numbers.pop(sequence, None)

    def takes(self, rows: Sequence[models.Model], *, keys: bool) -> bool:
        """Keep rows of one model until the end, if there are keys for all of them or none are asked for."""
        model = type(rows[0])
        if keys:
            drawn = self._keys.get(model, [])
            if len(drawn) < len(rows):
                return False
            for row in rows:
                inserted(row, drawn.pop())
        self._rows[model, keys].extend(rows)
        return True

    def ring(self, channel: str, payload: str) -> None:
        """Ring with the same statement; twice the same rings once."""
        self._rings[channel, payload] = None

    def write(self) -> None:
        """Write everything that waits."""
        if not self._rows and not self._rings:
            return
        shape = tuple((*part, len(rows)) for part, rows in self._rows.items())
        values: list[Any] = []
        for (model, keys), rows in self._rows.items():
            table = table_of(model)
            for row in rows:
                if keys:
                    values.append(row.pk)
                values += table.values(row)
        for ring in self._rings:
            values += ring
        text = _text(shape, len(self._rings))
        self._rows.clear()
        self._rings.clear()
        rows_of(text, values)


_now: ContextVar[Gathering | None] = ContextVar("gathering", default=None)


def insert_all(rows: Sequence[models.Model], *, keys: bool = True) -> None:
    """Insert new rows of one model in one statement and give them their keys; no signals, as with `bulk_create`.

    A foreign key is taken from its column: assign an object only after it has its own key. Who never asks the
    rows for their keys says `keys=False`.
    """
    gathering = _now.get()
    if rows and (gathering is None or not gathering.takes(rows, keys=keys)):
        insert_now(rows)


def ring(channel: str, payload: str = "") -> None:
    """Wake whoever waits at the channel once the caller's transaction commits.

    On SQLite nothing needs to be said: a `Bell` sees every commit of another connection.
    """
    ring_all(channel, [payload])


def ring_all(channel: str, payloads: Sequence[str]) -> None:
    """Wake whoever waits at the channel with each of these, by one statement."""
    gathering = _now.get()
    if gathering is not None:
        for payload in payloads:
            gathering.ring(channel, payload)
    elif payloads and here().vendor == "postgresql":
        rows_of("SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload", [channel, list(payloads)])


def key_ahead(model: Kind) -> int | None:
    """Return the key that the next inserted row of a model gets, for a row that names it and is written before.

    None where nothing was drawn: not on PostgreSQL, or not inside `gathered`.
    """
    gathering = _now.get()
    return None if gathering is None else gathering.key_ahead(model)


def drawn_number(sequence: str) -> int | None:
    """Return the number that was drawn along with the keys; None where there is none, or it was taken."""
    gathering = _now.get()
    return None if gathering is None else gathering.number(sequence)


@contextmanager
def gathered(expected: Expected, *, numbers: Sequence[str] = ()) -> Iterator[None]:
    """Write what `insert_all` and `ring` are given inside by one statement at the end, in the caller's transaction.

    As many rows as expected get their keys at once; more are written at once, as always. Nothing read inside
    sees what waits: `settle` first. From each sequence of `numbers` that there is, one is drawn too. On SQLite,
    where a statement is a function call, nothing waits.
    """
    connection = here()
    if connection.vendor != "postgresql" or _now.get() is not None:
        yield
        return
    assert connection.in_atomic_block  # noqa: S101 - what waits must not outlive its transaction
    gathering = Gathering(*_drawn(tuple(expected.items()), tuple(numbers)))
    token = _now.set(gathering)
    try:
        yield
        gathering.write()
    finally:
        _now.reset(token)


def settle() -> None:
    """Write now what waits, because it is going to be read."""
    gathering = _now.get()
    if gathering is not None:
        gathering.write()


def _drawn(shape: Shape, numbers: tuple[str, ...]) -> tuple[dict[Kind, list[int]], dict[str, int | None]]:
    """Draw keys for so many rows of each model; those that nobody takes stay gaps. The last is taken first."""
    if not shape and not numbers:
        return {}, {}
    (drawn,) = rows_of(_drawing(shape, len(numbers)), numbers)
    found = iter(drawn)
    keys = {model: sorted((next(found) for _ in range(count)), reverse=True) for model, count in shape}
    return keys, dict(zip(numbers, found, strict=True))


@lru_cache(maxsize=64)
def _drawing(shape: Shape, numbers: int) -> str:
    sequences = [f"nextval('{_sequence(model)}')" for model, count in shape for _ in range(count)]
    return f"SELECT {', '.join([*sequences, *['nextval(to_regclass(%s))'] * numbers])}"


@cache
def _sequence(model: Kind) -> str:
    ((name,),) = rows_of("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column])
    return str(name)


@lru_cache(maxsize=256)
def _text(shape: tuple[tuple[Kind, bool, int], ...], rings: int) -> str:
    texts = [text_of_insert(model, count=count, keys=keys) for model, keys, count in shape]
    writes = [f"w{at} AS ({text})" for at, text in enumerate(texts)]
    said = ", ".join(["pg_notify(%s, %s)"] * rings) or "1"
    return f"WITH {', '.join(writes)} SELECT {said}" if writes else f"SELECT {said}"
