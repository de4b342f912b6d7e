"""What stays away, as a database may, is complained of once, and then ever more rarely."""

from typing import Final

FIRST: Final = 10.0
LONGEST: Final = 3600.0


class Outage:
    """Says when whoever waits says so: at once, or after the `patience` that what is away has for a start.

    Moments and `patience` are seconds, of a clock that never goes back.
    """

    def __init__(self, *, patience: float = 0.0) -> None:
        self._patience = patience
        self._next = 0.0
        self._pause = FIRST
        self._since: float | None = None
        self._is_said = False

    def met(self, *, now: float) -> bool:
        """Note one more failure; say whether to say so: the first in time, then after 10 s, 20 s … an hour."""
        if self._since is None:
            self._since, self._pause, self._next, self._is_said = now, FIRST, now + self._patience, False
        if now < self._next:
            return False
        self._next = now + self._pause
        self._pause = min(self._pause * 2, LONGEST)
        self._is_said = True
        return True

    def over(self, *, now: float) -> float | None:
        """Note that it answers; return how long it was away, or None where nothing was said of it."""
        since, self._since = self._since, None
        return now - since if since is not None and self._is_said else None
