"""`zhishou demo seed`: two contracts with their people, for looking around."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from jishi.supervisor.door import CannotGoOn
from zhishou.config.demonstration import seed
from zhishou.config.greeting import accounts


class Command(BaseCommand):
    help = "Fill an empty deployment with the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("seed", help="make the two contracts and their people, once")

    def handle(self, **_: object) -> None:
        if not settings.DEMO:
            raise SystemExit("This is no demonstration: set ZHISHOU_DEMO=true, on a data directory of its own.")
        try:
            made = seed(at=timezone.now())
        except CannotGoOn as trouble:
            raise SystemExit(str(trouble)) from trouble
        self.stdout.write(accounts() if made else "There are contracts here already; nothing was made.")
