"""The thread of a worker that delivers messages as they come."""

import threading
import time

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from jishi.database.door import Bell, Outage
from jishi.outbox.delivery import BATCH, deliver_some

log = structlog.get_logger("outbox")

# Without being rung for, the outbox is looked into this often (seconds): retries become due without a ring.
LOOK_EVERY = 1.0
# After a delivery, so long (seconds) is waited for more: hearers that take many events take them in one statement,
# and looking, claiming and marking cost the same for eighty as for one.
GATHER = 0.25


class Postman:
    """Delivers until it is told to stop; any number of them may run."""

    def __init__(self, *, channel: str) -> None:
        self._channel = channel
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self, *, timeout: float) -> None:
        """Finish the batch at hand and stop."""
        self._stop.set()
        self._thread.join(timeout=timeout)

    def _run(self) -> None:
        bell, outage = Bell(self._channel), Outage()
        while not self._stop.is_set():
            try:
                bell.open()
                close_old_connections()
                while (taken := deliver_some(clock=timezone.now)) and not self._stop.is_set():
                    if taken < BATCH:
                        self._stop.wait(GATHER)
                outage.over(now=time.monotonic())
                bell.wait(timeout=LOOK_EVERY, until=self._stop.is_set)
            except DatabaseError as error:
                if outage.met(now=time.monotonic()):
                    log.warning(
                        "Delivery met a database error; it goes on with a new connection.", error=str(error)
                    )
                bell.close()
                connection.close()
                time.sleep(LOOK_EVERY)
        bell.close()
        connection.close()
