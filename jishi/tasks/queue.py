"""The queue: claim one task, run it, mark it; and hand back what a dead worker held."""

import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

import structlog
from django.db import transaction
from django_tasks import TaskContext, TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from jishi.database.door import moment, ring
from jishi.heartbeat.door import living_ids

log = structlog.get_logger("tasks")

CHANNEL = "jishi_tasks"
MOST_ATTEMPTS = 3

P = ParamSpec("P")
R = TypeVar("R")


class WorkerDied(Exception):
    """The worker died in each attempt at this task."""


class Superseded(Exception):
    """The task was handed to another worker meanwhile; what this one did is taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A task that this process has claimed."""

    row: DBTaskResult[..., Any]
    worker: str

    @property
    def name(self) -> str:
        """The dotted name of the task's function."""
        return str(self.row.task_path)

    def finish(self, **fields: object) -> bool:
        """Write the end of the task, unless it was handed to another worker meanwhile."""
        mine = DBTaskResult.objects.filter(
            pk=self.row.pk, status=TaskResultStatus.RUNNING, worker_ids=self.row.worker_ids
        )
        return bool(mine.update(**fields))


def database_only(function: Callable[P, R]) -> Callable[P, R]:
    """Promise that a task writes to our database and nowhere else; its writes then commit with its end.

    Such a task happens exactly once, whatever is killed. Write it below `@task()`.
    """
    function.in_one_transaction = True  # type: ignore[attr-defined]
    return function


def wake_workers(**_: object) -> None:
    """Ring for the workers when the transaction that enqueued commits."""
    ring(CHANNEL)


def claim(*, worker: str, queues: Sequence[str] = ()) -> Held | None:
    """Take the most urgent waiting task; the attempt counts from here."""
    waiting = DBTaskResult.objects.ready()
    if queues:
        waiting = waiting.filter(queue_name__in=queues)
    if not waiting.exists():
        return None
    with transaction.atomic():
        row = waiting.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.worker_ids = [*row.worker_ids, worker]
        row.started_at = moment()
        row.status = TaskResultStatus.RUNNING
        taken = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.READY).update(
            status=row.status, started_at=row.started_at, worker_ids=row.worker_ids
        )
    return Held(row=row, worker=worker) if taken else None


def run(held: Held) -> None:
    """Run a claimed task to its end; its failure is kept in its row and stops nobody."""
    with structlog.contextvars.bound_contextvars(task=str(held.row.pk)[:8], doing=held.name):
        try:
            function = held.row.task.func
            if getattr(function, "in_one_transaction", False):
                with transaction.atomic():
                    _succeed(held)
            else:
                _succeed(held)
        except Superseded:
            log.warning("The task was handed to another worker meanwhile; this attempt counts for nothing.")
        except Exception as raised:
            log.exception("The task failed.", exc_info=raised)
            held.finish(**_failure(raised))


def _succeed(held: Held) -> None:
    value = normalize_json(_call(held.row))
    fields = {
        "status": TaskResultStatus.SUCCESSFUL,
        "finished_at": moment(),
        "return_value": value,
        "exception_class_path": "",
        "traceback": "",
    }
    if not held.finish(**fields):
        raise Superseded


def _call(row: DBTaskResult[..., Any]) -> object:
    task, result = row.task, row.task_result
    if task.takes_context:
        context = TaskContext(task_result=cast("TaskResult[Any]", result))
        return cast("object", task.call(context, *result.args, **result.kwargs))
    return cast("object", task.call(*result.args, **result.kwargs))


def _failure(raised: BaseException) -> dict[str, Any]:
    return {
        "status": TaskResultStatus.FAILED,
        "finished_at": moment(),
        "return_value": None,
        "exception_class_path": f"{type(raised).__module__}.{type(raised).__qualname__}",
        "traceback": "".join(traceback.format_exception(raised)),
    }


def retry(ids: Collection[UUID] = ()) -> int:
    """Put failed tasks back into the queue, all of them where none is named; return how many."""
    rows = DBTaskResult.objects.failed()
    if ids:
        rows = rows.filter(pk__in=ids)
    count: int = rows.update(
        status=TaskResultStatus.READY, worker_ids=[], exception_class_path="", traceback="", finished_at=None
    )
    wake_workers()
    return count


def reap() -> int:
    """Hand back the running tasks whose worker is gone, or fail them after the last attempt."""
    # The tasks are read before the living: whoever held one then had already registered.
    running = list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).only("pk", "worker_ids"))
    if not running:
        return 0
    living = living_ids()
    gone = [row for row in running if not row.worker_ids or row.worker_ids[-1] not in living]
    return sum(hand_back(Held(row=row, worker=(row.worker_ids or [""])[-1])) for row in gone)


def give_back(held: Held) -> bool:
    """Let another worker have the task because this one stops in order; the attempt does not count."""
    given = held.finish(status=TaskResultStatus.READY, worker_ids=held.row.worker_ids[:-1])
    ring(CHANNEL)
    return given


def hand_back(held: Held) -> bool:
    """Let another worker have the task, or fail it after the last attempt."""
    attempts = len(held.row.worker_ids)
    if attempts >= MOST_ATTEMPTS:
        log.error("A task's workers died in every attempt; it has failed.", task=str(held.row.pk))
        return held.finish(**_failure(WorkerDied(f"{attempts} workers died while they ran this task.")))
    log.warning("A dead worker's task is handed back.", task=str(held.row.pk), attempts=attempts)
    handed = held.finish(status=TaskResultStatus.READY)
    ring(CHANNEL)
    return handed
