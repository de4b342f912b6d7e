"""`xieban chat`: keeps the chat server in step with the office, and its gate."""

import asyncio
import signal
import threading
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiohttp import web
from django.conf import settings

from jishi.commands.door import PagelessCommand
from jishi.database.door import moment
from jishi.logs.door import READY
from jishi.refusals.door import Refusal
from jishi.tasks.door import make_heart, obey
from xieban.chat.actions.keeping import Keeper
from xieban.chat.actions.probing import KeyIsThere, end_probe_key, make_probe_key
from xieban.chat.actions.serving import public_url
from xieban.chat.management.gate import Gate
from xieban.chat.queries.probing import probe_keys, room_of_probe

log = structlog.get_logger("chat")


class Command(PagelessCommand):
    help = "Keep the chat server in step with the office, stand at its gate, or let an outside watch speak in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("keep", help="keep the chat server in step with the office, until stopped")
        verbs.add_parser("gate", help="hand on what people ask of the chat server, and check who gets its files")
        probe = verbs.add_parser("probe", help="let an outside watch say and read something in a room of its own")
        doing = probe.add_subparsers(dest="doing", required=True)
        make = doing.add_parser("make", help="make its key, and print it this once")
        make.add_argument("name", help="e.g. zhishou")
        make.add_argument("--days", type=int, default=365, help="how long the key counts (366 at most)")
        make.add_argument("--anew", action="store_true", help="where there is a key: end it, and make another")
        doing.add_parser("list", help="show every watch that has a key")
        doing.add_parser("end", help="end the key of a watch").add_argument("name")

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "gate":
            asyncio.run(stand_at_the_gate())
        elif verb == "keep":
            self._keep()
        else:
            try:
                self._probe(at=moment(), **options)
            except Refusal as refusal:
                raise SystemExit(str(refusal)) from refusal

    def _probe(self, *, doing: str, at: datetime, **options: Any) -> None:
        if doing == "list":
            for one in probe_keys():
                used = one.last_used_at.isoformat(timespec="seconds") if one.last_used_at else "-"
                room = room_of_probe(one) or "-"
                self.stdout.write(f"{one.name}\t{one.prefix}\t{one.expires_at:%Y-%m-%d}\t{used}\t{room}")
        elif doing == "end":
            end_probe_key(name=options["name"], at=at)
            self.stdout.write("Ended.")
        else:
            ends = at + timedelta(days=options["days"])
            try:
                row, raw = make_probe_key(name=options["name"], expires_at=ends, anew=options["anew"], at=at)
            except KeyIsThere as refusal:
                self.stdout.write(str(refusal))  # run again it changes nothing, and fails nobody's script
                return
            self.stdout.write(f"address: {public_url()}\ntoken: {raw}\nuntil: {row.expires_at:%Y-%m-%d}")

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
