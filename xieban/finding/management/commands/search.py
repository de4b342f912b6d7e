"""`xieban search rebuild`: the index of documents, notices and minutes, built anew."""

from argparse import ArgumentParser

from jishi.commands.door import PagelessCommand
from xieban.finding import actions


class Command(PagelessCommand):
    help = "Build the search index of documents, notices and minutes anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_subparsers(dest="verb", required=True).add_parser("rebuild", help="from the rows")

    def handle(self, **_: object) -> None:
        self.stdout.write(f"indexed: {actions.rebuild()}")
