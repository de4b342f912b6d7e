"""Tasks for the tests to begin."""

from django_tasks import task

from jishi.refusals.door import Refusal
from jishi.work.door import is_asked_to_stop, under_way
from jishi.work.models import Work


class TooMuch(Refusal):
    """This is too much."""


@task()
def count_to(*, work: str, last: int) -> None:
    with under_way(work) as progress:
        for number in range(1, last + 1):
            progress.advance(done=number, total=last, note=f"第 {number} 项")
        progress.finish(result_url="/", note="完成")


@task()
def refuse(*, work: str) -> None:
    with under_way(work):
        raise TooMuch


@task()
def stumble(*, work: str) -> None:
    with under_way(work):
        raise ZeroDivisionError


@task()
def be_stopped_half_way(*, work: str) -> None:
    with under_way(work) as progress:
        progress.advance(done=1, total=2)
        Work.objects.filter(uuid=work).update(asked_to_stop_at="2023-03-15T04:00:00Z")
        assert is_asked_to_stop(work)
        progress.advance(done=2, total=2)
