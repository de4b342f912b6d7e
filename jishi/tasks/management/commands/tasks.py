"""`tasks`: shows the queue, and runs again what failed."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jishi.commands.door import PagelessCommand
from jishi.heartbeat.door import alive
from jishi.tasks.door import queue_state, retry

MOST_SHOWN = 50


class Command(PagelessCommand):
    help = "Show background tasks and processes, and run again what failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="running and failed tasks, and the living processes")
        again = verbs.add_parser("retry", help="put failed tasks back into the queue")
        again.add_argument("task", nargs="*", help="id from the list; none means all failed")

    def handle(self, *, verb: str, **options: object) -> None:
        if verb == "list":
            self._list()
        else:
            names = options["task"]
            self._retry([str(name) for name in names] if isinstance(names, list) else [])

    def _list(self) -> None:
        at = timezone.now()
        for process in alive(at=at):
            silent = process.silent_for.total_seconds()
            self.stdout.write(f"{process.kind}  {process.pid} on {process.machine}, last beat {silent:.0f} s ago")
        rows = DBTaskResult.objects.filter(status__in=[TaskResultStatus.RUNNING, TaskResultStatus.FAILED])
        for row in rows.order_by("-started_at")[:MOST_SHOWN]:
            attempts = len(row.worker_ids)
            self.stdout.write(f"{row.pk}  {row.status.lower()}  {row.task_path}  {attempts} attempts")
            if row.traceback:
                self.stdout.write(f"    {row.traceback.strip().splitlines()[-1]}")
        stands = queue_state(at)
        self.stdout.write(f"{stands.ready} wait, {stands.running} run, {stands.failed} failed.")

    def _retry(self, names: list[str]) -> None:
        count = retry([_id(name) for name in names])
        if names and count < len(set(names)):
            raise CommandError(f"{count} of {len(set(names))} run again; the others have not failed.")
        self.stdout.write(f"{count} tasks run again.")


def _id(name: str) -> UUID:
    try:
        return UUID(name)
    except (ValueError, ValidationError) as error:
        raise CommandError(f"“{name}” is not a task's id; see `tasks list`.") from error
