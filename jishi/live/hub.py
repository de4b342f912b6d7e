"""The open pages of one live server, by what they may hear."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

AGAIN = "again"
"""What a page is told when news may have been missed: ask for everything."""


class Line:
    """One open page: what it may hear, and the news it has not been told yet."""

    def __init__(self, *, session: str, audiences: frozenset[str]) -> None:
        self.session = session
        self.audiences = audiences
        self.cut = False
        self.over = False
        # News has no content, so a name that waits already need not wait twice: this cannot grow beyond the names.
        self._waiting: dict[str, None] = {}
        self._rung = asyncio.Event()

    def tell(self, news: str) -> None:
        """Put one name in line."""
        self._waiting[news] = None
        self._rung.set()

    def hang_up(self, *, over: bool = False) -> None:
        """End the line at the next chance; one that is over need not come back."""
        self.cut = True
        self.over = over
        self._rung.set()

    async def next(self, *, patience: float) -> list[str]:
        """Wait for news, at most so many seconds; return every name that waits."""
        try:
            await asyncio.wait_for(self._rung.wait(), timeout=patience)
        except TimeoutError:
            return []
        self._rung.clear()
        names, self._waiting = list(self._waiting), {}
        return names


class Hub:
    """All lines of this process; belongs to its event loop."""

    def __init__(self) -> None:
        self._lines: set[Line] = set()
        self._by_audience: dict[str, set[Line]] = defaultdict(set)
        self._closed = False

    def __len__(self) -> int:
        return len(self._lines)

    def join(self, line: Line) -> None:
        """Begin to tell a page; one that was let in while the hub closed is hung up at once."""
        if self._closed:
            line.hang_up()
        self._lines.add(line)
        for audience in line.audiences:
            self._by_audience[audience].add(line)

    def leave(self, line: Line) -> None:
        """Forget a page."""
        self._lines.discard(line)
        for audience in line.audiences:
            self._by_audience[audience].discard(line)
            if not self._by_audience[audience]:
                del self._by_audience[audience]

    def tell(self, audience: str, news: str) -> None:
        """Tell everybody of an audience."""
        for line in self._by_audience.get(audience, ()):
            line.tell(news)

    def tell_all(self, news: str) -> None:
        """Tell everybody."""
        for line in self._lines:
            line.tell(news)

    def sessions(self) -> frozenset[str]:
        """Return the sessions of all open pages."""
        return frozenset(line.session for line in self._lines)

    def hang_up(self, sessions: Iterable[str], *, over: bool) -> None:
        """End every line of these sessions."""
        ended = set(sessions)
        for line in self._lines:
            if line.session in ended:
                line.hang_up(over=over)

    def close(self) -> None:
        """End every line, and any that still comes; the pages come back to whoever answers next."""
        self._closed = True
        for line in self._lines:
            line.hang_up()

    def move(self, session: str, audiences: frozenset[str]) -> None:
        """Let the pages of a session hear something else from now on."""
        for line in [each for each in self._lines if each.session == session and each.audiences != audiences]:
            self.leave(line)
            line.audiences = audiences
            self.join(line)
