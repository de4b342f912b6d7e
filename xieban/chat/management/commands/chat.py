"""`xieban chat`: keeps the chat server in step with the office, and its gate."""

import asyncio
import signal
import threading
from argparse import ArgumentParser
from typing import Any

import structlog
from aiohttp import web
from django.conf import settings
from django.core.management.base import BaseCommand

from jishi.database.door import moment
from jishi.logs.door import READY
from jishi.tasks.door import make_heart, obey
from xieban.chat.actions.keeping import Keeper
from xieban.chat.management.gate import Gate

log = structlog.get_logger("chat")


class Command(BaseCommand):
    help = "Keep the chat server in step with the office, or stand at its gate, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("keep", help="keep the chat server in step with the office, until stopped")
        verbs.add_parser("gate", help="hand on what people ask of the chat server, and check who gets its files")

    def handle(self, *, verb: str, **_: Any) -> None:
        if verb == "gate":
            asyncio.run(stand_at_the_gate())
        else:
            self._keep()

    def _keep(self) -> None:
        stop = threading.Event()
        obey(lambda *_: stop.set())
        heart = make_heart("chat", afterwards=bool)
        heart.start()
        structlog.get_logger(READY).info("The keeper of the chat is ready.")
        Keeper(clock=moment, stopped=stop.is_set).keep()
        heart.stop()
        log.info("The keeper of the chat has stopped.")


async def stand_at_the_gate() -> None:
    """Answer people until asked to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    # Whoever hangs up while he waits for news is waited for no longer at the chat server either.
    runner = web.AppRunner(
        Gate(clock=moment).application(), access_log=None, handler_cancellation=True, shutdown_timeout=1
    )
    await runner.setup()
    await web.TCPSite(runner, settings.HOST.strip("[]"), settings.CHAT_PORT).start()
    structlog.get_logger(READY).info("The gate of the chat is ready.", port=settings.CHAT_PORT)
    await stop.wait()
    await runner.cleanup()
    log.info("The gate of the chat has stopped.")
