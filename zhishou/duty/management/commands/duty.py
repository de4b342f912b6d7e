"""`zhishou duty on-watch|gaps`: who is on watch, and where nobody is."""

from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from jishi.commands.door import PagelessCommand
from zhishou.duty import queries
from zhishou.duty.queries import calendar, coverage
from zhishou.people import queries as people
from zhishou.people.models import Engagement


class Command(PagelessCommand):
    help = "Who is on watch in a contract, and where nobody is."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        watch = verbs.add_parser("on-watch", help="who is on watch in every tier")
        watch.add_argument("contract", help="the contract's code")
        watch.add_argument("--at", default="", help="a moment, e.g. 2023-01-22T03:00+08:00; else now")
        gaps = verbs.add_parser("gaps", help="the gaps ahead; exit code 1 where there is one")
        gaps.add_argument("contract", help="the contract's code")

    def handle(self, *_: Any, verb: str, contract: str, at: str = "", **__: Any) -> None:
        engagement = self._engagement(contract)
        if verb == "on-watch":
            self._on_watch(engagement, self._moment(at))
        else:
            self._gaps(engagement, at=timezone.now())

    def _engagement(self, code: str) -> Engagement:
        found = people.engagement_of_event(code=code)
        if found is None:
            raise CommandError(f"There is no contract “{code}”.")
        return found

    def _moment(self, text: str) -> datetime:
        if not text:
            return timezone.now()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"“{text}” is not a moment; write it like 2023-01-22T03:00+08:00.") from error
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

    def _on_watch(self, engagement: Engagement, at: datetime) -> None:
        for tier, person in queries.who_is_on(engagement, at=at).items():
            words = f"{person.name} {person.mobile}".strip() if person else "nobody"
            self.stdout.write(f"{tier.value:12} {words}")

    def _gaps(self, engagement: Engagement, at: datetime) -> None:
        found = coverage.gaps(engagement, at=at)
        for gap in found:
            start, end = timezone.localtime(gap.starts_at), timezone.localtime(gap.ends_at)
            words = f"{gap.tier:12} {gap.kind:12} {start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M}"
            self.stdout.write(f"{words} {gap.person or ''}".rstrip())
        unplanned = calendar.unplanned(engagement)
        for tier in unplanned:
            self.stdout.write(f"{tier.value:12} no roster")
        if found or unplanned:
            raise CommandError(f"{len(found) + len(unplanned)} gaps ahead.")
        self.stdout.write("No gap ahead.")
