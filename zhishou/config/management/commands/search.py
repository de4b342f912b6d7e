"""`zhishou search rebuild`: what may be found, built anew from what is kept."""

from argparse import ArgumentParser

from jishi.commands.door import PagelessCommand
from zhishou.desk.actions import rebuild_search as rebuild_tickets
from zhishou.ledger.actions import rebuild_search as rebuild_ledger


class Command(PagelessCommand):
    help = "Build the search index anew; pages and the API answer meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        one = verbs.add_parser("rebuild", help="index tickets and ledger entries anew, from themselves")
        one.add_argument("--only", choices=["tickets", "ledger"], default="", help="else both")

    def handle(self, *, only: str = "", **_: object) -> None:
        if only != "ledger":
            self.stdout.write(f"Indexed {rebuild_tickets()} tickets.")
        if only != "tickets":
            self.stdout.write(f"Indexed {rebuild_ledger()} ledger entries.")
