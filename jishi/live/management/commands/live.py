"""`live`: keeps the lines to open pages."""

import asyncio
import signal
from typing import Any

import structlog
import uvloop
from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from jishi.commands.door import PagelessCommand
from jishi.live.server import MOST_LINES, LiveServer
from jishi.logs.door import READY

log = structlog.get_logger("live")


class Command(PagelessCommand):
    help = "Tell open pages what changed, until stopped. One process holds thousands of pages."

    def handle(self, **_: object) -> None:
        uvloop.run(serve())


async def serve() -> None:
    """Serve until asked to stop."""
    live = LiveServer()
    server = _granian(live)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await live.start()
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    structlog.get_logger(READY).info("The live server is ready.", port=settings.LIVE_PORT)
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    await live.stop()
    if not serving.done():
        server.stop()
        await serving
    log.info("The live server has stopped.")


def _granian(application: LiveServer) -> Any:
    return Server(
        application,
        address=settings.HOST.strip("[]"),
        port=settings.LIVE_PORT,
        interface=Interfaces.ASGINL,
        websockets=False,
        backlog=1024,
        # Granian holds at most this many requests at once, and every open page is one.
        backpressure=2 * MOST_LINES,
        log_level=LogLevels.error,
    )
