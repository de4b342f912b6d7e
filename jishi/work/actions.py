"""Writes about work: what the owner does, and what the task says."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django_tasks.base import Task

from jishi.database.door import moment
from jishi.live.door import announce
from jishi.refusals.door import Refusal
from jishi.work import queries
from jishi.work.models import Work
from jishi.work.rules import UNDER_WAY, State

log = structlog.get_logger("work")
NEWS = "work"


class CannotTryAgain(Refusal):
    """This work still runs or has its result; there is nothing to try again."""


class AskedToStop(Exception):
    """The owner asked the work to stop; it ends here, with nothing half done."""


def begin(
    *,
    title: str,
    job: Task[..., Any],
    owner: UUID,
    at: datetime,
    arguments: Mapping[str, str | int | bool | None] | None = None,
    scope: str = "",
    total: int = 0,
) -> Work:
    """Begin a work: `job` is called with `work=<its uuid>` and the arguments, by a worker."""
    given = dict(arguments or {})
    with transaction.atomic():
        uuid = uuid4()
        result = job.enqueue(work=str(uuid), **given)
        work = Work.objects.create(
            uuid=uuid,
            owner=str(owner),
            scope=scope,
            title=title,
            job=job.module_path,
            arguments=given,
            task_id=result.id,
            total=total,
            begun_at=at,
            changed_at=at,
        )
        _tell(work)
    return work


def ask_to_stop(*, owner: UUID, uuid: str, at: datetime) -> None:
    """Ask; the task sees it at its next step."""
    row = queries.get_work(str(owner), uuid=uuid)
    with transaction.atomic():
        Work.objects.filter(pk=row.work.pk, state__in=list(UNDER_WAY), asked_to_stop_at__isnull=True).update(
            asked_to_stop_at=at
        )
        _tell(row.work)


def try_again(*, owner: UUID, uuid: str, at: datetime) -> None:
    """Give the same work to a new task, from its beginning."""
    row = queries.get_work(str(owner), uuid=uuid)
    if not row.may_be_tried_again:
        raise CannotTryAgain
    work = row.work
    with transaction.atomic():
        result = import_string(work.job).enqueue(work=str(work.uuid), **work.arguments)
        claimed = Work.objects.filter(pk=work.pk, task_id=work.task_id).update(
            task_id=result.id,
            state=State.WAITING,
            done=0,
            note="",
            error="",
            result_url="",
            begun_at=at,
            changed_at=at,
            ended_at=None,
            asked_to_stop_at=None,
        )
        if not claimed:  # another click was first
            raise CannotTryAgain
        _tell(work)


def advance(work: str, *, done: int, total: int | None = None, note: str = "") -> None:
    """Say how far it is; ends the task with AskedToStop where the owner asked for that."""
    row = Work.objects.filter(uuid=work).only("pk", "owner", "total", "asked_to_stop_at").first()
    if row is None:
        return
    if row.asked_to_stop_at is not None:
        raise AskedToStop
    known = row.total if total is None else total
    with transaction.atomic():
        Work.objects.filter(pk=row.pk, state__in=list(UNDER_WAY)).update(
            state=State.RUNNING,
            done=min(done, known) if known else done,
            total=known,
            note=note[:200],
            changed_at=moment(),
        )
        _tell(row)


def finish(work: str, *, result_url: str = "", note: str = "") -> None:
    """Say that it is done, and where its result lies."""
    whole = Greatest(F("done"), F("total"))
    _end(work, state=State.DONE, result_url=result_url, note=note[:200], done=whole)


def fail(work: str, *, error: str) -> None:
    """Say in words why it could not be done."""
    _end(work, state=State.FAILED, error=error[:500])


def stop(work: str) -> None:
    """Say that it ended because its owner asked for that."""
    _end(work, state=State.STOPPED)


def is_asked_to_stop(work: str) -> bool:
    """Say whether the owner asked the work to stop."""
    return Work.objects.filter(uuid=work, asked_to_stop_at__isnull=False).exists()


def _end(work: str, *, state: State, **fields: object) -> None:
    row = Work.objects.filter(uuid=work).only("pk", "owner").first()
    if row is None:
        return
    now = moment()
    with transaction.atomic():
        Work.objects.filter(pk=row.pk, state__in=list(UNDER_WAY)).update(
            state=state, ended_at=now, changed_at=now, **fields
        )
        _tell(row)


def _tell(work: Work) -> None:
    announce(audience=f"person:{work.owner}", news=NEWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a running task holds of its work."""

    work: str

    def advance(self, *, done: int, total: int | None = None, note: str = "") -> None:
        """Say how far it is."""
        advance(self.work, done=done, total=total, note=note)

    def finish(self, *, result_url: str = "", note: str = "") -> None:
        """Say that it is done."""
        finish(self.work, result_url=result_url, note=note)


@contextmanager
def under_way(work: str) -> Iterator[Progress]:
    """Carry a work inside its task: a refusal or a fault ends it in words, a request to stop ends it quietly."""
    try:
        advance(work, done=0)
        yield Progress(work=work)
        finish(work)  # does nothing where the task said so itself
    except AskedToStop:
        stop(work)
    except Refusal as refusal:
        fail(work, error=str(refusal))
    except Exception:
        log.exception("a work failed", work=work)
        fail(work, error=gettext("Something broke on our side. It has been recorded; you can try again."))
        raise
