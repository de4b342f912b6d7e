"""`xieban front`: the door that speaks TLS before the pages."""

import asyncio
import signal

import structlog
from django.conf import settings
from django.utils import timezone

from jishi.commands.door import PagelessCommand
from jishi.front.door import Front, keep_certificate
from jishi.logs.door import READY

log = structlog.get_logger("front")
NAMES = ("localhost", "127.0.0.1")


class Command(PagelessCommand):
    help = "Speak TLS on XIEBAN_FRONT_PORT of the loopback and hand on to the pages, until stopped."

    def handle(self, **_: object) -> None:
        if not settings.FRONT_PORT:
            raise SystemExit("No port is named for it: set XIEBAN_FRONT_PORT.")
        asyncio.run(serve())


async def serve() -> None:
    """Serve until asked to stop."""
    shown = keep_certificate(settings.FRONT_DIR, names=NAMES, at=timezone.now())
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    front = Front(shown=shown, port=settings.FRONT_PORT, to=settings.PORT)
    await front.serve(stop, ready=_ready)
    log.info("The front has stopped.")


def _ready(port: int) -> None:
    structlog.get_logger(READY).info("The front is ready.", port=port)
