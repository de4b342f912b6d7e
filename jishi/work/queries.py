"""Reads about work; only the owner's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jishi.refusals.door import NotThere
from jishi.work.models import Work
from jishi.work.rules import AGAIN, LIVELY, UNDER_WAY, Standing, State, percent, standing

SHOWN = 50
CARRIED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One work as it is shown."""

    work: Work
    standing: Standing
    percent: int | None

    @property
    def is_lively(self) -> bool:
        """Whether it still moves."""
        return self.standing in LIVELY

    @property
    def may_be_stopped(self) -> bool:
        """Whether asking it to stop means anything."""
        return self.standing in {Standing.WAITING, Standing.RUNNING}

    @property
    def may_be_tried_again(self) -> bool:
        """Whether it ended without its result."""
        return self.standing in AGAIN


def rows(works: Iterable[Work]) -> list[Row]:
    """Say how each stands; the task tells what the work itself no longer can."""
    works = list(works)
    asked = [work.task_id for work in works if work.state in UNDER_WAY]
    carried = set(DBTaskResult.objects.filter(pk__in=asked, status__in=CARRIED).values_list("pk", flat=True))
    return [
        Row(
            work=work,
            standing=standing(
                State(work.state),
                asked_to_stop=work.asked_to_stop_at is not None,
                carried=work.task_id in carried,
            ),
            percent=percent(work.done, work.total),
        )
        for work in works
    ]


def work_of(owner: str) -> list[Row]:
    """Return the owner's latest works, newest first."""
    return rows(Work.objects.filter(owner=owner)[:SHOWN])


def lively_of(owner: str) -> list[Row]:
    """Return the owner's works that still move."""
    found = rows(Work.objects.filter(owner=owner, state__in=list(UNDER_WAY))[:SHOWN])
    return [row for row in found if row.is_lively]


def get_work(owner: str, *, uuid: str) -> Row:
    """Return one work of the owner; anything else is not there."""
    found = Work.objects.filter(owner=owner, uuid=uuid).first()
    if found is None:
        raise NotThere
    return rows([found])[0]
