"""`messages extract|compile|check`: keep the two languages level."""

import sys
from argparse import ArgumentParser
from typing import Any

from jishi.commands.door import PagelessCommand
from jishi.messages.door import TOP, compile_all, complete, faults

VERBS = {
    "extract": "bring every catalogue in line with the code; then translate what is empty",
    "compile": "make the compiled catalogues that the pages read",
    "check": "name every message that is missing, doubtful or left over",
}


class Command(PagelessCommand):
    help = "Collect, compile or check the messages of every area."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, meaning in VERBS.items():
            parser = verbs.add_parser(verb, help=meaning)
            if verb != "compile":
                parser.add_argument("areas", nargs="*", metavar="AREA", help="only these, e.g. duty; all if none")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django calls it so
        if options["verb"] == "compile":
            self.stdout.write(f"compiled: {compile_all(TOP)}")
            return
        if options["verb"] == "extract":
            for name in complete(TOP, only=options["areas"]):
                self.stdout.write(f"changed: {name}")
        self._check(options["areas"])

    def _check(self, only: list[str]) -> None:
        wrong = faults(TOP, only=only)
        for fault in wrong:
            self.stderr.write(str(fault))
        if wrong:
            self.stderr.write(f"{len(wrong)} messages need work.")
            sys.exit(1)
        self.stdout.write("Every message is translated.")
