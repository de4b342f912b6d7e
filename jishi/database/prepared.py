"""Statements handed straight to the PostgreSQL library under psycopg, for those asked thousands of times a minute.

Psycopg's cursor costs the process more than most such statements cost the server; values still become parameters,
and answers rows, by psycopg's own adapters.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

MOST: Final = 400
"""So many statements are kept prepared at most; the server holds them for each connection."""
COUNTED: Final = 2000
_WELL: Final = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})


class Prepared:
    """One connection's way to the server; belongs to the thread that the connection belongs to."""

    def __init__(self, raw: "psycopg.Connection[Any]", *, most: int = MOST) -> None:
        self.raw = raw
        self._most = most
        self._adapting = Transformer(raw)
        self._asked: Counter[str] = Counter()
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}

    def rows(self, text: str, values: Sequence[Any], *, planned_anew: bool) -> list[tuple[Any, ...]]:
        """Return the rows of an answer."""
        answer = self._asked_for(text, values, planned_anew=planned_anew)
        adapting = self._adapting
        adapting.set_pgresult(answer)
        found: list[tuple[Any, ...]] = adapting.load_rows(0, answer.ntuples, tuple)
        adapting.set_pgresult(None)
        return found

    def changed(self, text: str, values: Sequence[Any]) -> int:
        """Return how many rows were written."""
        return self._asked_for(text, values, planned_anew=False).command_tuples or 0

    def _asked_for(self, text: str, values: Sequence[Any], *, planned_anew: bool) -> "PGresult":
        raw = self.raw
        if not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE:
            if raw.isolation_level is None:
                self._checked(raw.pgconn.exec_(b"BEGIN"))
            else:
                raw.execute("")  # begins as the connection was told to
        adapting = self._adapting
        given: Any = adapting.dump_sequence(values, [PyFormat.AUTO] * len(values))
        types, formats = adapting.types or (), adapting.formats
        name = None if planned_anew else self._name_of(text, types)
        if name is None:
            return self._checked(raw.pgconn.exec_params(text.encode(), given, types, formats))
        return self._checked(raw.pgconn.exec_prepared(name, given, formats))

    def _name_of(self, text: str, types: tuple[int, ...]) -> bytes | None:
        """Return the name under which the server keeps a statement; None while it is asked too seldom for that."""
        name = self._names.get((text, types))
        if name is None and self._is_asked_often(text) and len(self._names) < self._most:
            name = f"kept_{len(self._names)}".encode()
            self._checked(self.raw.pgconn.prepare(name, text.encode(), types))
            self._names[text, types] = name
        return name

    def _is_asked_often(self, text: str) -> bool:
        enough = self.raw.prepare_threshold
        if enough is None:
            return False
        if len(self._asked) >= COUNTED:
            self._asked.clear()
        self._asked[text] += 1
        return self._asked[text] > enough

    def _checked(self, answer: "PGresult") -> "PGresult":
        if answer.status in _WELL:
            return answer
        error = error_from_result(answer, self.raw.info.encoding)
        if self.raw.pgconn.status == ConnStatus.BAD and not isinstance(error, psycopg.OperationalError):
            raise psycopg.OperationalError(str(error))  # it broke; the server had no time to say why
        raise error
