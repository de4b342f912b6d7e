"""A database that stays away is complained of at once, and then ever more rarely."""

from typing import Final

FIRST: Final = 10.0
LONGEST: Final = 3600.0


class Outage:
    """Says when whoever waits for the database says so; moments are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._next = 0.0
        self._pause = FIRST
        self._since: float | None = None

    def met(self, *, now: float) -> bool:
        """Note one more failure; say whether to say so: the first, then after 10 s, 20 s, 40 s … an hour."""
        if self._since is None:
            self._since, self._pause, self._next = now, FIRST, now
        if now < self._next:
            return False
        self._next = now + self._pause
        self._pause = min(self._pause * 2, LONGEST)
        return True

    def over(self, *, now: float) -> float | None:
        """Note that the database answers; return how long it was away, or None where it was not."""
        since, self._since = self._since, None
        return None if since is None else now - since
