"""The worker process: runs tasks in its main thread, delivers the outbox and beats its heart beside it."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from jishi.database.door import Bell, Outage
from jishi.heartbeat.door import Heart
from jishi.tasks.queue import CHANNEL, Held, claim, give_back, run

log = structlog.get_logger("worker")

# Without being rung for, the queue is looked into this often (seconds): deferred tasks become due without a ring.
LOOK_EVERY = 1.0


def make_heart(kind: str, *, afterwards: Callable[[], object]) -> Heart:
    """Return this process's heart, at the pace of the settings."""
    return Heart(
        kind=kind,
        every=settings.HEARTBEAT_SECONDS,
        dead_after=settings.DEAD_AFTER_SECONDS,
        afterwards=afterwards,
    )


class Worker:
    """Claims and runs tasks until it is told to stop; an idle one only waits for that."""

    def __init__(self, *, heart: Heart, queues: Sequence[str] = (), idle: bool = False) -> None:
        self._heart = heart
        self._queues = queues
        self._idle = idle
        self._stop = threading.Event()
        self._held: Held | None = None

    def stop(self, *_: int | FrameType | None) -> None:
        """Finish the task at hand and stop; hand it back when it takes too long."""
        if not self._stop.is_set():
            self._stop.set()
            threading.Thread(target=self._give_up_in_time, daemon=True).start()

    def work(self) -> None:
        """Run tasks until stopped."""
        bell, outage = Bell(CHANNEL), Outage()
        while not self._stop.is_set():
            try:
                bell.open()
                close_old_connections()
                if not self._idle and self._one():
                    outage.over(now=time.monotonic())
                    continue
                outage.over(now=time.monotonic())
                bell.wait(timeout=LOOK_EVERY, until=self._stop.is_set)
            except DatabaseError as error:
                if outage.met(now=time.monotonic()):
                    log.warning(
                        "The queue met a database error; the worker goes on with a new connection.",
                        error=str(error),
                    )
                bell.close()
                connection.close()
                time.sleep(LOOK_EVERY)
        bell.close()

    def _one(self) -> bool:
        self._held = claim(worker=self._heart.id, queues=self._queues)
        if self._held is None:
            return False
        try:
            run(self._held)
        finally:
            self._held = None
        return True

    def _give_up_in_time(self) -> None:
        time.sleep(settings.STOP_GRACE_SECONDS)
        held = self._held
        if held is not None:
            log.warning("The task takes too long to wait for; it is handed back.", task=str(held.row.pk))
            give_back(held)
        self._heart.stop()
        os._exit(0)


def obey(stop: Callable[..., None]) -> None:
    """Call `stop` when the process is asked to end."""
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
