"""`outbox`: shows what is under way between the areas, and tries again what was given up."""

from argparse import ArgumentParser

from django.core.management.base import CommandError
from django.utils import timezone

from jishi.commands.door import PagelessCommand
from jishi.outbox.door import lag, retry
from jishi.outbox.models import Message

MOST_SHOWN = 50


class Command(PagelessCommand):
    help = "Show messages that are under way or were given up, and try them again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        shown = verbs.add_parser("list", help="messages that were given up or have failed at least once")
        shown.add_argument("--all", action="store_true", help="those that merely wait as well")
        again = verbs.add_parser("retry", help="try again now what was given up")
        again.add_argument("message", nargs="*", type=int, help="number from the list; none means all given up")

    def handle(self, *, verb: str, **options: object) -> None:
        if verb == "list":
            self._list(everything=bool(options["all"]))
        else:
            numbers = options["message"]
            self._retry(numbers if isinstance(numbers, list) else [])

    def _list(self, *, everything: bool) -> None:
        stands = lag(timezone.now())
        rows = Message.objects.filter(delivered_at=None).order_by("pk")
        if not everything:
            rows = rows.filter(attempts__gt=0)
        for row in rows[:MOST_SHOWN]:
            state = "given up" if row.given_up_at else f"next try {row.next_try_at:%Y-%m-%d %H:%M:%S} UTC"
            self.stdout.write(f"{row.pk}  {row.event} → {row.hearer}  {row.attempts} attempts, {state}")
            if row.last_error:
                self.stdout.write(f"    {row.last_error.splitlines()[0]}")
        if (more := rows.count() - MOST_SHOWN) > 0:
            self.stdout.write(f"… and {more} more")
        oldest = stands.oldest.total_seconds()
        self.stdout.write(f"{stands.waiting} wait, the oldest due for {oldest:.0f} s; {stands.given_up} given up.")

    def _retry(self, numbers: list[int]) -> None:
        count = retry(numbers, at=timezone.now())
        if numbers and count < len(set(numbers)):
            raise CommandError(f"{count} of {len(set(numbers))} are tried again; the others were not given up.")
        self.stdout.write(f"{count} messages are tried again.")
