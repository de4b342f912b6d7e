"""The queue of tasks, the news between areas, the search indexes, the contents of attachments."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django_tasks import TaskResultStatus
from ninja import Field, Query, Router, Schema

from jishi.api.door import Page, Paging, cursor_after, cut, cut_reckoned, of_area
from jishi.files.door import Verdict, verified
from jishi.outbox import door as outbox
from jishi.refusals.door import NotThere
from jishi.tasks import door as tasks
from xieban.administration import actions
from xieban.administration.api.callers import ProgramRequest
from xieban.administration.api.changing import CHANGES, Change, ChangeIn, ChangeOut, change
from xieban.administration.queries import indexes
from xieban.writing import queries as writing

router = Router(tags=["background"])
MOST_READ: Final = 64_000_000
"""Bytes of attachments that one call reads; the cursor leads on."""


class TaskState(StrEnum):
    """Where a task stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


STATES: Final = {
    TaskState.WAITING: TaskResultStatus.READY,
    TaskState.RUNNING: TaskResultStatus.RUNNING,
    TaskState.DONE: TaskResultStatus.SUCCESSFUL,
    TaskState.FAILED: TaskResultStatus.FAILED,
}
STATE_OF: Final = {status: state for state, status in STATES.items()}


class QueueOut(Schema):
    """How the background does."""

    waiting: int
    running: int
    failed: int
    oldest_wait_seconds: float
    messages_waiting: int
    messages_given_up: int
    messages_lag_seconds: float


class TaskFilters(Schema):
    """Which tasks are looked for."""

    state: TaskState | None = None


class TaskOut(Schema):
    """One task."""

    id: UUID
    does: str = Field(description="The dotted name of its function.")
    state: TaskState
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    error: str = Field(description="The last line of what it failed by.")


class MessageFilters(Schema):
    """Which messages are looked for."""

    given_up: bool = Field(default=False, description="Only those that are no longer tried.")


class MessageOut(Schema):
    """One piece of news on its way from area to area."""

    number: int
    event: str
    hearer: str
    published_at: datetime
    next_try_at: datetime
    attempts: int
    is_given_up: bool
    error: str


class IndexOut(Schema):
    """One search index."""

    name: str
    pieces: int


class ContentOut(Schema):
    """One attachment, and whether its content is still what its digest says."""

    uuid: UUID
    sha256: str
    size: int
    verdict: Verdict


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:500] if lines else ""


@router.get("/queue", response=QueueOut)
@of_area("queue")
def show_queue(request: ProgramRequest) -> dict[str, Any]:
    """Show how many tasks and messages wait, run, failed."""
    queue, behind = tasks.queue_state(request.at), outbox.lag(request.at)
    return {
        "waiting": queue.ready,
        "running": queue.running,
        "failed": queue.failed,
        "oldest_wait_seconds": queue.oldest_wait.total_seconds(),
        "messages_waiting": behind.waiting,
        "messages_given_up": behind.given_up,
        "messages_lag_seconds": behind.oldest.total_seconds(),
    }


@router.get("/queue/tasks", response=Page[TaskOut])
@of_area("queue")
def list_tasks(request: ProgramRequest, found: Query[TaskFilters], paging: Query[Paging]) -> dict[str, Any]:
    """List tasks, the newest first."""
    del request
    rows = tasks.tasks(STATES[found.state]) if found.state else tasks.tasks()
    page, following = cut(rows, paging=paging, order=("-enqueued_at", "-id"))
    return {"items": [as_task(one) for one in page], "next_cursor": following}


def as_task(row: Any) -> dict[str, Any]:
    """Say how a task stands."""
    return {
        "id": row.pk,
        "does": row.task_path,
        "state": STATE_OF[row.status],
        "enqueued_at": row.enqueued_at,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "attempts": len(row.worker_ids),
        "error": _last_line(row.traceback),
    }


@router.post("/queue/tasks/{uuid}/retry", response=ChangeOut, openapi_extra=CHANGES)
@of_area("queue")
def retry_task(request: ProgramRequest, uuid: UUID, asked: ChangeIn) -> dict[str, Any]:
    """Put a failed task back into the queue; a plan is taken, not needed."""
    if not tasks.tasks(TaskResultStatus.FAILED).filter(pk=uuid).exists():
        raise NotThere

    def look() -> dict[str, Any]:
        row = tasks.tasks().get(pk=uuid)
        return {"does": row.task_path, "state": STATE_OF[row.status].value}

    wanted = Change(
        what="queue.retry", about=f"task:{uuid}", look=look, act=lambda: tasks.retry([uuid]), dangerous=False
    )
    return change(request, asked, wanted)


@router.get("/queue/messages", response=Page[MessageOut])
@of_area("queue")
def list_messages(request: ProgramRequest, found: Query[MessageFilters], paging: Query[Paging]) -> dict[str, Any]:
    """List messages that were not delivered, the newest first."""
    del request
    page, following = cut(outbox.undelivered(only_given_up=found.given_up), paging=paging)
    names = ("event", "hearer", "published_at", "next_try_at", "attempts")
    items = [
        {name: getattr(one, name) for name in names}
        | {"number": one.pk, "is_given_up": one.given_up_at is not None, "error": _last_line(one.last_error)}
        for one in page
    ]
    return {"items": items, "next_cursor": following}


@router.post("/queue/messages/{number}/retry", response=ChangeOut, openapi_extra=CHANGES)
@of_area("queue")
def retry_message(request: ProgramRequest, number: int, asked: ChangeIn) -> dict[str, Any]:
    """Try again what was given up; a plan is taken, not needed."""
    rows = outbox.undelivered().filter(pk=number)
    if not outbox.undelivered(only_given_up=True).filter(pk=number).exists():
        raise NotThere

    def look() -> dict[str, Any]:
        row = rows.get()
        return {"event": row.event, "hearer": row.hearer, "is_given_up": row.given_up_at is not None}

    def act() -> None:
        outbox.retry([number], at=request.at)

    return change(
        request,
        asked,
        Change(what="queue.retry_message", about=f"message:{number}", look=look, act=act, dangerous=False),
    )


@router.get("/search", response=Page[IndexOut])
@of_area("search")
def list_indexes(request: ProgramRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List the search indexes with how much each holds."""
    del request
    page, following = cut_reckoned(indexes.indexes(), paging=paging, key=lambda one: one.name)
    return {"items": page, "next_cursor": following}


@router.post("/search/{name}/rebuild", response=ChangeOut, openapi_extra=CHANGES)
@of_area("search")
def rebuild_search_index(request: ProgramRequest, name: str, asked: ChangeIn) -> dict[str, Any]:
    """Let a worker build an index anew; the old one is used until then. A plan is taken, not needed."""
    index = indexes.get_index(name)

    def look() -> dict[str, Any]:
        return {"pieces": index.pieces, "tasks_waiting": tasks.queue_state(request.at).ready}

    def act() -> None:
        actions.ask_to_rebuild(index=name)

    return change(
        request, asked, Change(what="search.rebuild", about=f"index:{name}", look=look, act=act, dangerous=False)
    )


@router.get("/attachments/verification", response=Page[ContentOut])
@of_area("attachments")
def verify_attachments(request: ProgramRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Read attachments, the newest first, and say of each whether it is still what its digest says.

    A page is shorter than asked where the files are large; only a null cursor is the end.
    """
    rows, following = cut(writing.every_file(request.user), paging=paging)
    read, items = 0, list[dict[str, Any]]()
    for one in rows:
        if items and read + one.size > MOST_READ:
            return {"items": items, "next_cursor": cursor_after(rows[len(items) - 1])}
        read += one.size
        items.append({"uuid": one.uuid, "sha256": one.sha256, "size": one.size, "verdict": verified(one.sha256)})
    return {"items": items, "next_cursor": following}
