"""`zhishou mail check`: look into every mailbox now, and say what came of it."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from jishi.commands.door import PagelessCommand
from zhishou.desk.actions.inlets import BusyLooking, look_into
from zhishou.desk.queries.inlets import looking_inlets


class Command(PagelessCommand):
    help = "Look into the mailboxes of the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        one = verbs.add_parser("check", help="look into every mailbox now; exit code 1 where one fails")
        one.add_argument("--contract", default="", help="only those of the contract with this code")

    def handle(self, *_: Any, contract: str, **__: Any) -> None:
        failed = 0
        for inlet in looking_inlets():
            if contract and inlet.engagement.code != contract:
                continue
            where = f"{inlet.engagement.code} {inlet.shown}"
            try:
                count = look_into(inlet=inlet, clock=timezone.now)
            except BusyLooking:
                self.stdout.write(f"{where}: somebody is looking right now")
                continue
            inlet.refresh_from_db()
            if inlet.failing_since is not None:
                failed += 1
                self.stderr.write(f"{where}: {inlet.last_error}")
            else:
                self.stdout.write(f"{where}: {count} new")
        if failed:
            raise CommandError(f"{failed} could not be looked into.")
