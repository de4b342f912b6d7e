"""`worker`: runs background tasks and delivers the outbox."""

from argparse import ArgumentParser

import structlog
from django.conf import settings

from jishi.commands.door import ByHandCommand
from jishi.logs.door import READY
from jishi.outbox.door import CHANNEL as OUTBOX
from jishi.outbox.door import Postman
from jishi.tasks.queue import reap
from jishi.tasks.worker import Worker, make_heart, obey

log = structlog.get_logger("worker")


class Command(ByHandCommand):
    help = "Run background tasks and deliver the outbox, until stopped. Start as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--tasks-only", action="store_true", help="leave the outbox to other workers")
        only.add_argument("--outbox-only", action="store_true", help="leave the tasks to other workers")
        parser.add_argument(
            "--queue", action="append", default=[], help="only tasks of this queue; may be repeated"
        )

    def handle(self, *, tasks_only: bool, outbox_only: bool, queue: list[str], **_: object) -> None:
        heart = make_heart("worker", afterwards=reap)
        postman = Postman(channel=OUTBOX)
        worker = Worker(heart=heart, queues=queue, idle=outbox_only)
        obey(worker.stop)
        heart.start()
        if not tasks_only:
            postman.start()
        structlog.get_logger(READY).info(
            "The worker is ready.",
            tasks=not outbox_only,
            outbox=not tasks_only,
            queues=queue or "all",
            links=settings.PUBLIC_URL,
        )
        worker.work()
        if not tasks_only:
            postman.stop(timeout=settings.STOP_GRACE_SECONDS)
        heart.stop()
        log.info("The worker has stopped.")
