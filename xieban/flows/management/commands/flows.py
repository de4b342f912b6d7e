"""`xieban flows check|load|count`: look at a flow's file, publish those that come with the product, count again."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from jishi.commands.door import PagelessCommand
from xieban.flows import actions, queries
from xieban.flows.actions.versions import FlowHasFaults


class Command(PagelessCommand):
    help = "Check a flow's file, publish the flows that come with the product, or count again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="say whether files could run, with every fault and its line")
        check.add_argument("files", nargs="+", type=Path, metavar="FILE")
        verbs.add_parser("count", help="say whether what counters ask agrees with the work itself")
        verbs.add_parser("load", help="publish the flows that come with the product, where they are not known yet")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["verb"] == "load":
            made = actions.load_definitions(at=timezone.now())
            self.stdout.write(" ".join(version.flow.key for version in made) or "-")
            return
        if options["verb"] == "count":
            found = queries.disagreeing()
            self.stdout.write("\n".join(f"{name}: {many}" for name, many in found.items()))
            if any(found.values()):
                sys.exit(1)
            return
        wrong = [file for file in options["files"] if not self._sound(file)]
        if wrong:
            sys.exit(1)

    def _sound(self, file: Path) -> bool:
        try:
            actions.checked(file.read_text(encoding="utf-8"))
        except FlowHasFaults as error:
            for fault in error.faults:
                self.stderr.write(f"{file}:{fault.sentence(get_language() or 'en')}")
            return False
        except (OSError, UnicodeDecodeError) as error:
            self.stderr.write(f"{file}: {error}")
            return False
        self.stdout.write(f"{file}: ok")
        return True
