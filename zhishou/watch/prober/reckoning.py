"""What time it is: the database's clock, carried on by one that never jumps."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

log = structlog.get_logger(__name__)

JUMP: Final = timedelta(seconds=2)


class Reckoning:
    """The moment, by what the shared clock said last and what has passed since."""

    def __init__(self, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._known = datetime.now(UTC)
        self._then = steady()

    @property
    def steady(self) -> float:
        """Seconds of the clock that never jumps."""
        return self._steady()

    def now(self) -> datetime:
        """Return the moment."""
        return self._known + timedelta(seconds=self._steady() - self._then)

    def learn(self, moment: datetime) -> None:
        """Take over what the shared clock says, and say where it jumped."""
        off = moment - self.now()
        if abs(off) > JUMP:
            log.warning("The clock jumped; looking goes on at the same pace.", seconds=off.total_seconds())
        self._known, self._then = moment, self._steady()

    def at(self, moment: datetime) -> float:
        """Return when a moment is, in seconds of the clock that never jumps."""
        return self._then + (moment - self._known).total_seconds()
