"""`web`: answers the requests that the balancer hands it."""

from pathlib import Path

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from jishi.balancing.answering import WebWorker
from jishi.balancing.door import folder_in
from jishi.logs.door import READY


class Command(BaseCommand):
    help = "Answer requests that the balancer hands on, until stopped. Any number of such processes share them."

    def handle(self, **_: object) -> None:
        worker = WebWorker(import_string(settings.WSGI_APPLICATION), folder=folder_in(Path(settings.DATA_DIR)))
        worker.obey()
        structlog.get_logger(READY).info("The web worker is ready.")
        worker.work()
