"""The one thread of a live server that waits for announcements."""

import json
import threading
import time
from collections.abc import Callable, Collection

import structlog
from django.db import DatabaseError, connection
from django.db.models import Max

from jishi.database.door import Bell, Outage, is_postgresql
from jishi.live.door import CHANNEL
from jishi.live.models import Announcement

log = structlog.get_logger("live")

PATIENCE = 1.0
# What one transaction announces arrives piece by piece, and under load one transaction follows the other: all that
# arrives in so many seconds after the first is passed on at once, and whoever waits is woken once.
TOGETHER = 0.05


class Hearing:
    """Passes announcements, several at once, to `tell`, and calls `missed()` when some may have been lost."""

    def __init__(
        self, *, tell: Callable[[Collection[tuple[str, str]]], object], missed: Callable[[], object]
    ) -> None:
        self._tell = tell
        self._missed = missed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hearing", daemon=True)
        self._read_to: int | None = None

    def start(self) -> None:
        """Begin to hear."""
        self._thread.start()

    def stop(self) -> None:
        """Hear no more."""
        self._stop.set()
        self._thread.join(timeout=PATIENCE + 1)

    def _run(self) -> None:
        bell, outage = Bell(CHANNEL), Outage()
        while not self._stop.is_set():
            try:
                bell.open()
                if (away := outage.over(now=time.monotonic())) is not None:
                    log.info("Announcements are heard again.", seconds=round(away))
                    self._missed()
                self._pass_on(bell)
            except DatabaseError as error:
                if outage.met(now=time.monotonic()):
                    log.warning("Announcements cannot be heard; the live server tries again.", error=str(error))
                bell.close()
                connection.close()
                time.sleep(PATIENCE)
        bell.close()
        connection.close()

    def _pass_on(self, bell: Bell) -> None:
        if not is_postgresql():
            self._read()
        heard = bell.wait(timeout=PATIENCE, until=self._stop.is_set)
        if heard and is_postgresql():
            time.sleep(TOGETHER)
            heard += bell.meanwhile()
            self._tell([tuple(json.loads(one)) for one in dict.fromkeys(heard) if one])

    def _read(self) -> None:
        """Pass on the rows since the last look; on SQLite ids rise in the order of the commits."""
        if self._read_to is None:
            self._read_to = Announcement.objects.aggregate(Max("pk"))["pk__max"] or 0
        rows = list(Announcement.objects.filter(pk__gt=self._read_to).order_by("pk"))
        if rows:
            self._tell([(row.audience, row.news) for row in rows])
            self._read_to = rows[-1].pk
