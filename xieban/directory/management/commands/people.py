"""`xieban people`: what is done about accounts at the console."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import Refusal
from xieban.directory.actions import allow_password_link, create_person, rebuild_search
from xieban.directory.models import Person
from xieban.directory.queries import find_person, password_link


class Command(PagelessCommand):
    help = "Look after accounts from the console."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("search", help="build the index of people anew")
        link = verbs.add_parser("link", help="print a link by which somebody sets a password")
        link.add_argument("account")
        first = verbs.add_parser("administrator", help="make an administrator of the whole directory")
        first.add_argument("account")
        first.add_argument("name")

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        if options["verb"] == "search":
            self.stdout.write(f"Indexed {rebuild_search(at=at)} people.")
            return
        try:
            person = self._person(options)
            allow_password_link(person=person, by=None, at=at)
        except Refusal as refusal:
            raise SystemExit(str(refusal)) from refusal
        self.stdout.write(password_link(person))

    def _person(self, options: dict[str, Any]) -> Person:
        account: str = options["account"]
        if options["verb"] == "administrator":
            return create_person(
                username=account, name=options["name"], unit=None, is_administrator=True, by=None, at=timezone.now()
            )
        person = find_person(account)
        if person is None:
            raise SystemExit(f"There is no account {account}.")
        return person
