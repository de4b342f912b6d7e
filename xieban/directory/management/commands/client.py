"""`xieban client`: the systems in which people sign in by their account here (OpenID Connect)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import Refusal
from xieban.directory.actions import add_client, remove_client
from xieban.directory.queries import clients


class Command(PagelessCommand):
    help = "Let other systems sign people in by their account here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="register a system, and print its secret this once")
        add.add_argument("code", help="its name at our place, e.g. zhishou")
        add.add_argument("--name", required=True, help="its name for people")
        add.add_argument(
            "--back", required=True, action="append", help="where people are sent back to; may be given twice"
        )
        verbs.add_parser("list", help="show every system, and where it is")
        remove = verbs.add_parser("remove", help="let a system sign nobody in any more")
        remove.add_argument("code")

    def handle(self, **options: Any) -> None:
        if options["verb"] == "list":
            for one in clients():
                self.stdout.write(f"{one.id}\t{one.name}\t{' '.join(one.get_redirect_uris())}")
            return
        if options["verb"] == "remove":
            if not remove_client(code=options["code"]):
                raise SystemExit(f"There is no client {options['code']}.")
            self.stdout.write("Removed.")
            return
        try:
            secret = add_client(code=options["code"], name=options["name"], back=options["back"])
        except Refusal as refusal:
            raise SystemExit(str(refusal)) from refusal
        self.stdout.write(f"issuer: {settings.PUBLIC_URL}\nclient: {options['code']}\nsecret: {secret}")
