"""`xieban demo seed`: one public body with its people, for looking around."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from xieban.config.demonstration import seed
from xieban.config.greeting import accounts


class Command(BaseCommand):
    help = "Fill an empty deployment with the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser("seed", help="make the public body and its people, once")
        make.add_argument("--people", type=int, default=0, help="fill it up to so many people")

    def handle(self, *, people: int = 0, **_: object) -> None:
        if not settings.DEMO:
            raise SystemExit("This is no demonstration: set XIEBAN_DEMO=true, on a data directory of its own.")
        made = seed(at=timezone.now(), people=people)
        self.stdout.write(accounts() if made else "There are people here already; nothing was made.")
