"""Waiting for news in the database without asking it all the time."""

import time
from collections.abc import Callable

from django.db import connection

# How often a wait looks whether it should stop, and on SQLite whether somebody committed; seconds.
SLICE = 0.1


class Bell:
    """Waits until a channel is rung: LISTEN on PostgreSQL, the file's change counter on SQLite.

    It has a connection of its own and belongs to the thread that made it. Ringing is a hint that saves
    waiting, never the truth: whoever waits looks into the tables afterwards, and also when nothing rang.
    """

    def __init__(self, *channels: str) -> None:
        self._channels = channels
        self._connection = connection.copy()
        self._version: int | None = None
        self._listening = False

    def wait(self, *, timeout: float, until: Callable[[], bool] = lambda: False) -> list[str]:
        """Return what rang: payloads on PostgreSQL, `[""]` on SQLite, nothing after `timeout` or when `until()`."""
        ends = time.monotonic() + timeout
        while not until():
            rest = ends - time.monotonic()
            if rest <= 0:
                break
            heard = self._listen(min(rest, SLICE))
            if heard:
                return heard
        return []

    def meanwhile(self) -> list[str]:
        """Return what rang since; wait for nothing."""
        return self._listen(0)

    def _listen(self, seconds: float) -> list[str]:
        if self._connection.vendor == "postgresql":
            return self._heard_notifications(seconds)
        time.sleep(seconds)
        return self._heard_commits()

    def _heard_notifications(self, seconds: float) -> list[str]:
        self.open()
        raw = self._connection.connection
        # Asked past Django: a connection that breaks here must be the error that every listener knows.
        with self._connection.wrap_database_errors:
            return [one.payload for one in raw.notifies(timeout=seconds, stop_after=1)]

    def _heard_commits(self) -> list[str]:
        before, self._version = self._version, self._read_version()
        return [""] if before is not None and before != self._version else []

    def _read_version(self) -> int:
        with self._connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            (version,) = cursor.fetchone()
        return int(version)

    def open(self) -> None:
        """Begin to hear; what rings from now on is not missed."""
        if self._connection.vendor != "postgresql":
            self._version = self._read_version() if self._version is None else self._version
            return
        if self._listening and self._connection.connection is not None:
            return
        with self._connection.cursor() as cursor:
            for channel in self._channels:
                cursor.execute(f'LISTEN "{channel}"')
        self._listening = True

    def close(self) -> None:
        """Give the connection back; the next wait opens another."""
        self._listening = False
        self._version = None
        self._connection.close()
