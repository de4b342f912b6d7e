"""`prober`: looks at what is watched."""

import asyncio
import signal
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import structlog
from django.conf import settings

from jishi.commands.door import ByHandCommand
from jishi.heartbeat.door import Heart
from jishi.logs.door import READY
from jishi.tasks.door import make_heart
from zhishou.watch.prober.beginning import others_answer
from zhishou.watch.prober.loop import Prober
from zhishou.watch.prober.reckoning import Reckoning
from zhishou.watch.prober.spool import Spool
from zhishou.watch.prober.store import Store
from zhishou.watch.queries.alerts import PROBER

log = structlog.get_logger("prober")

THREADS: Final = 64
"""For what blocks: names looked up, files read. A name server that hangs holds one for half a minute, and must not
hold up everybody's."""


class Command(ByHandCommand):
    speaks = False
    help = "Look at what is watched, until stopped. Several share the work; one that dies is taken over from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        after = "begin once this address answers, 30 s later at the latest; several may be named"
        parser.add_argument("--after", action="append", default=[], metavar="URL", help=after)

    def handle(self, *, after: Sequence[str], **_: object) -> None:
        heart = make_heart(PROBER, afterwards=lambda: None)
        heart.start()
        spool = Spool(
            Path(settings.DATA_DIR) / "prober", prober=heart.id, most_bytes=settings.PROBER_SPOOL_MB * 1_000_000
        )
        spool.open()
        try:
            asyncio.run(_run(heart, spool, after=after))
        finally:
            spool.close()
            heart.stop()
        log.info("The prober has stopped.")


async def _run(heart: Heart, spool: Spool, *, after: Sequence[str]) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="blocking"))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    store = Store(spool=spool, name=lambda: heart.id, steady=time.monotonic)
    prober = Prober(store=store, reckoning=Reckoning(), most_at_once=settings.PROBER_AT_ONCE)
    structlog.get_logger(READY).info("The prober is ready.", at_once=settings.PROBER_AT_ONCE)
    await others_answer(after, stop=stop)
    await prober.run(stop)
