"""`xieban chat`: keeps the chat server in step with the office."""

import threading
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand

from jishi.database.door import moment
from jishi.logs.door import READY
from jishi.tasks.door import make_heart, obey
from xieban.chat.actions.keeping import Keeper

log = structlog.get_logger("chat")


class Command(BaseCommand):
    help = "Keep the chat server in step with the office, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("keep", help="keep the chat server in step with the office, until stopped")

    def handle(self, **_: Any) -> None:
        stop = threading.Event()
        obey(lambda *_: stop.set())
        heart = make_heart("chat", afterwards=bool)
        heart.start()
        structlog.get_logger(READY).info("The keeper of the chat is ready.")
        Keeper(clock=moment, stopped=stop.is_set).keep()
        heart.stop()
        log.info("The keeper of the chat has stopped.")
