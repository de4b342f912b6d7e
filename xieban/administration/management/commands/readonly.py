"""`xieban readonly`: a role of PostgreSQL that reads what docs/reference/xieban-schema.md describes."""

from argparse import ArgumentParser
from pathlib import Path

from django.utils.translation import gettext_noop

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import in_both
from xieban.administration.actions.readonly import CannotGrant, grant_reading, revoke_reading


class Command(PagelessCommand):
    help = "Make, renew or take away a role of PostgreSQL that can only read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        grant = verbs.add_parser("grant", help="make the role, or bring it in line with the tables as they are now")
        grant.add_argument("role")
        grant.add_argument("--password-file", type=Path, help="a file with its password; without: none is set")
        verbs.add_parser("revoke", help="take the role away").add_argument("role")

    def handle(self, *, verb: str, role: str, **options: object) -> None:
        try:
            if verb == "revoke":
                revoke_reading(role=role)
                self.stdout.write(in_both(gettext_noop("%(role)s is gone."), role=role))
                return
            file = options["password_file"]
            password = file.read_text(encoding="utf-8").strip() if isinstance(file, Path) else ""
            count = grant_reading(role=role, password=password)
            told = gettext_noop("%(role)s reads %(count)d tables and can do nothing else.")
            self.stdout.write(in_both(told, role=role, count=count))
        except (CannotGrant, OSError) as trouble:
            raise SystemExit(str(trouble)) from trouble
