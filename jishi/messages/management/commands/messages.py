"""`zhishou messages extract|compile|check`: keep the two languages level."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from jishi.messages.door import TOP, compile_all, complete, faults


class Command(BaseCommand):
    help = "Collect, compile or check the messages of every area."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("extract", help="bring every catalogue in line with the code; then translate what is empty")
        verbs.add_parser("compile", help="make the compiled catalogues that the pages read")
        verbs.add_parser("check", help="name every message that is missing, doubtful or left over")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['verb']}")()

    def _extract(self) -> None:
        for name in complete(TOP):
            self.stdout.write(f"changed: {name}")
        self._check()

    def _compile(self) -> None:
        self.stdout.write(f"compiled: {compile_all(TOP)}")

    def _check(self) -> None:
        wrong = faults(TOP)
        for fault in wrong:
            self.stderr.write(str(fault))
        if wrong:
            self.stderr.write(f"{len(wrong)} messages need work.")
            sys.exit(1)
        self.stdout.write("Every message is translated.")
