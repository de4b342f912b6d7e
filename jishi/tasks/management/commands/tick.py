"""`tick`: does what is to be done every few seconds."""

import threading

import structlog
from django.db import DatabaseError, close_old_connections, connection

from jishi.commands.door import ByHandCommand
from jishi.database.door import moment
from jishi.logs.door import READY
from jishi.tasks.door import wired_ticks
from jishi.tasks.queue import reap
from jishi.tasks.ticks import Ticker
from jishi.tasks.worker import make_heart, obey

log = structlog.get_logger("tick")

LOOK_EVERY = 1.0


class Command(ByHandCommand):
    help = "Do what is to be done every few seconds, until stopped. A second one takes over when the first dies."

    def handle(self, **_: object) -> None:
        stop = threading.Event()
        obey(lambda *_: stop.set())
        heart = make_heart("tick", afterwards=reap)
        heart.start()
        ticker = Ticker(wired_ticks(), holder=lambda: heart.id)
        structlog.get_logger(READY).info("The tick is ready.", ticks=len(wired_ticks()))
        while not stop.wait(LOOK_EVERY):
            try:
                close_old_connections()
                ticker.look(at=moment())
            except DatabaseError as error:
                log.warning("The tick met a database error; it goes on with a new connection.", error=str(error))
                connection.close()
        ticker.drain()
        heart.stop()
        log.info("The tick has stopped.")
