"""The beating and watching thread of a process."""

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import DatabaseError, connection
from django.db.models import F

from jishi.database.door import moment
from jishi.heartbeat.models import Process

log = structlog.get_logger("heartbeat")


class Watch:
    """Counts the beats of others against this process's monotonic time."""

    def __init__(self, *, dead_after: float) -> None:
        self._dead_after = dead_after
        self._seen: dict[uuid.UUID, tuple[int, float]] = {}

    def silent(self, beats: dict[uuid.UUID, int], *, now: float) -> dict[uuid.UUID, int]:
        """Return who has not beaten for too long, with the count at which they stopped."""
        self._seen = {
            who: self._seen[who] if who in self._seen and self._seen[who][0] == count else (count, now)
            for who, count in beats.items()
        }
        return {who: count for who, (count, since) in self._seen.items() if now - since > self._dead_after}


class Heart:
    """Says every `every` seconds that this process lives, and declares dead whoever was silent for `dead_after`.

    `afterwards` runs after each beat; this is where dead processes' work is handed back.
    """

    def __init__(
        self,
        *,
        kind: str,
        every: float,
        dead_after: float,
        afterwards: Callable[[], object] = lambda: None,
    ) -> None:
        self._kind = kind
        self._every = every
        self._afterwards = afterwards
        self._watch = Watch(dead_after=dead_after)
        self._id = uuid.uuid4()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    @property
    def id(self) -> str:
        """The name under which this process holds work now; another after it was declared dead by mistake."""
        return str(self._id)

    def start(self) -> None:
        """Register, then beat in a thread of its own."""
        self._register(moment())
        self._thread.start()

    def stop(self) -> None:
        """Leave in order: nobody needs to wait for this process to be declared dead."""
        self._stop.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout=self._every + 1)
        Process.objects.filter(pk=self._id).delete()

    def beat(self, *, at: datetime) -> None:
        """Beat once, and look at the others."""
        beaten = Process.objects.filter(pk=self._id, died_at=None).update(beats=F("beats") + 1, beat_at=at)
        if not beaten and self._stop.is_set():
            return
        if not beaten:
            log.warning("This process was declared dead while it only slept; it goes on under a new name.")
            self._id = uuid.uuid4()
            self._register(at)
        self._bury(at)
        self._afterwards()

    def _register(self, at: datetime) -> None:
        Process.objects.create(
            id=self._id,
            kind=self._kind,
            machine=socket.gethostname()[:100],
            pid=os.getpid(),
            started_at=at,
            beat_at=at,
        )

    def _bury(self, at: datetime) -> None:
        others = dict(Process.objects.filter(died_at=None).exclude(pk=self._id).values_list("pk", "beats"))
        for who, beats in self._watch.silent(others, now=time.monotonic()).items():
            if Process.objects.filter(pk=who, beats=beats, died_at=None).update(died_at=at):
                log.warning("A process is silent; it counts as dead.", process=str(who))

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            try:
                self.beat(at=moment())
            except DatabaseError as error:
                log.warning("A heartbeat failed; the next one tries with a new connection.", error=str(error))
                connection.close()
        connection.close()
