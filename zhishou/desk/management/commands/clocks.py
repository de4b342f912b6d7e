"""`zhishou clocks explain|check`: how deadlines came out, and whether the columns agree with the events."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import get_language

from jishi.commands.door import PagelessCommand
from zhishou.contracts.rules import COMMITMENT_NAMES, Commitment, say
from zhishou.desk import queries
from zhishou.desk.models import Ticket
from zhishou.people import queries as people


class Command(PagelessCommand):
    help = "How deadlines came out, and whether every clock agrees with its events."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        one = verbs.add_parser("explain", help="how each deadline of a ticket came out, line by line")
        one.add_argument("number", type=int, help="the ticket's number")
        one.add_argument(
            "--contract", default="", help="the contract's code; needed where several have that number"
        )
        one.add_argument(
            "--language", choices=["zh-hans", "en"], default="", help="else the language of the console"
        )
        verbs.add_parser("check", help="fold every clock anew; exit code 1 where a column differs")

    def handle(self, *_: Any, verb: str, **options: Any) -> None:
        if verb == "explain":
            self._explain(options["number"], options["contract"], options["language"] or get_language() or "en")
        else:
            self._check()

    def _explain(self, number: int, code: str, language: str) -> None:
        ticket = self._found(number, code)
        self.stdout.write(f"{ticket.number} {ticket.title}")
        for clock in queries.clocks_of(ticket):
            name = say(COMMITMENT_NAMES[Commitment(clock.commitment)], language)
            self.stdout.write(f"\n{name} #{clock.cycle}")
            for line in queries.explain_clock(clock, at=timezone.now(), language=language):
                self.stdout.write(f"  {line}")

    def _found(self, number: int, code: str) -> Ticket:
        if code and people.engagement_of_event(code=code) is None:
            raise CommandError(f"There is no contract “{code}”.")
        found = list(queries.tickets_numbered(number=number, code=code))
        if not found:
            raise CommandError(
                f"Contract “{code}” has no ticket {number}." if code else f"There is no ticket {number}."
            )
        if len(found) > 1:
            codes = ", ".join(one.engagement.code for one in found)
            raise CommandError(f"Several contracts have a ticket {number}: {codes}. Say which by --contract.")
        return found[0]

    def _check(self) -> None:
        found = 0
        for one in queries.differences(at=timezone.now()):
            ticket = one.clock.ticket
            where = f"{ticket.engagement.code} {ticket.number} {one.clock.commitment} #{one.clock.cycle}"
            self.stderr.write(f"{where}: {one.field} is {one.stored}, its events say {one.folded}")
            found += 1
        if found:
            raise CommandError(f"{found} differences.")
        self.stdout.write("Every clock agrees with its events.")
