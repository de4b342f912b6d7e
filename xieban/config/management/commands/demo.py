"""`xieban demo seed`: one public body with its people, for looking around."""

from argparse import ArgumentParser

from django.conf import settings
from django.utils import timezone

from jishi.commands.door import PagelessCommand
from xieban.config import demonstration
from xieban.config.demonstration import A_FEW
from xieban.config.greeting import accounts
from xieban.config.life import SEED

EVERY = 100


class Command(PagelessCommand):
    help = "Fill an empty deployment with the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser("seed", help="make the public body and its people, once")
        make.add_argument("--people", type=int, default=0, help="fill it up to so many people")
        make.add_argument(
            "--documents", type=int, default=A_FEW, help="let so many documents live through two years"
        )
        make.add_argument("--seed", type=int, default=SEED, help="another number is another life")

    def handle(self, *, people: int = 0, documents: int = A_FEW, seed: int = SEED, **_: object) -> None:
        if not settings.DEMO:
            raise SystemExit("This is no demonstration: set XIEBAN_DEMO=true, on a data directory of its own.")
        made = demonstration.seed(
            at=timezone.now(), people=people, documents=documents, chance=seed, said=self._said
        )
        self.stdout.write(accounts() if made else "There are people here already; nothing was made.")

    def _said(self, number: int) -> None:
        if number % EVERY == 0:
            self.stdout.write(f"{number} documents")
