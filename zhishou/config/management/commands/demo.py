"""`zhishou demo`: two contracts with their people for looking around, and true faults in the office beside us."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jishi.commands.door import PagelessCommand
from jishi.supervisor.door import CannotGoOn
from zhishou.config.demonstration import seed
from zhishou.config.faults.kinds import FAULTS, break_it, broken, mend
from zhishou.config.faults.quiet import quiet_words
from zhishou.config.greeting import accounts


class Command(PagelessCommand):
    help = "Fill an empty deployment with the demonstration, or break and mend the office that it watches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("seed", help="make the two contracts and their people, once")
        breaking = verbs.add_parser("break", help="make a true fault in the running office")
        breaking.add_argument("kind", choices=sorted(FAULTS))
        verbs.add_parser("mend", help="end every fault that was made")
        verbs.add_parser("broken", help="say what is broken now")

    def handle(self, *, verb: str, kind: str = "", **_: object) -> None:
        if not settings.DEMO:
            raise SystemExit("This is no demonstration: set ZHISHOU_DEMO=true, on a data directory of its own.")
        folder = Path(settings.DEMO_OFFICE_DIR)
        try:
            if verb == "seed":
                made = seed(at=timezone.now())
                self.stdout.write(accounts() if made else "There are contracts here already; nothing was made.")
            elif verb == "break":
                at = timezone.now()
                break_it(folder, kind, at=at)
                self.stdout.write(f"Broken: {FAULTS[kind].words}. End it with: zhishou demo mend")
                if quiet := quiet_words(at=at):
                    self.stdout.write(quiet)
            elif verb == "mend":
                self._say("Mended", mend(folder))
            else:
                self._say("Broken", list(broken(folder)))
        except CannotGoOn as trouble:
            raise SystemExit(str(trouble)) from trouble

    def _say(self, what: str, kinds: list[str]) -> None:
        self.stdout.write(f"{what}: {', '.join(kinds)}." if kinds else "Nothing is broken.")
