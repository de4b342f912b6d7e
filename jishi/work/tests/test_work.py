from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from conftest import NOON, Cast
from jishi.refusals.door import NotThere
from jishi.tasks.door import run_ready
from jishi.work.actions import CannotTryAgain
from jishi.work.door import ask_to_stop, begin, get_work, lively_of, try_again
from jishi.work.models import Work
from jishi.work.rules import Standing, State, percent, standing
from jishi.work.tests import jobs

pytestmark = pytest.mark.django_db
ALICE, CHARLIE = uuid4(), uuid4()


def begun(job: object = jobs.count_to, **arguments: int) -> Work:
    return begin(title="台账导出", job=job, owner=ALICE, arguments=arguments, at=NOON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "asked", "carried", "expected"),
    [
        pytest.param(State.WAITING, False, True, Standing.WAITING, id="nobody has taken it yet"),
        pytest.param(State.RUNNING, True, True, Standing.STOPPING, id="it will see that it is to stop"),
        pytest.param(State.RUNNING, False, False, Standing.DIED, id="its task is gone"),
        pytest.param(State.DONE, True, False, Standing.DONE, id="done before it saw that it was to stop"),
    ],
)
def test_a_work_stands_as_its_task_does(state: State, asked: bool, carried: bool, expected: Standing) -> None:  # noqa: FBT001 - columns of the table
    assert standing(state, asked_to_stop=asked, carried=carried) == expected


def test_nobody_says_a_share_of_an_unknown_whole() -> None:
    assert percent(7, 0) is None
    assert percent(1, 3) == 33


def test_a_work_runs_to_its_result() -> None:
    work = begun(last=3)

    run_ready()

    row = get_work(str(ALICE), uuid=str(work.uuid))
    assert row.standing == Standing.DONE
    assert (row.percent, row.work.result_url, row.work.note) == (100, "/", "完成")
    assert lively_of(str(ALICE)) == []


def test_a_refusal_is_the_answer() -> None:
    work = begun(jobs.refuse)

    run_ready()

    row = get_work(str(ALICE), uuid=str(work.uuid))
    assert (row.standing, row.work.error) == (Standing.FAILED, "This is too much.")


def test_a_fault_is_told_in_words_and_kept_for_us() -> None:
    work = begun(jobs.stumble)

    run_ready()

    row = get_work(str(ALICE), uuid=str(work.uuid))
    assert row.standing == Standing.FAILED
    assert "ZeroDivisionError" not in row.work.error
    assert DBTaskResult.objects.get(pk=work.task_id).status == TaskResultStatus.FAILED


def test_a_work_asked_to_stop_ends_at_its_next_step() -> None:
    work = begun(jobs.be_stopped_half_way)

    run_ready()

    row = get_work(str(ALICE), uuid=str(work.uuid))
    assert (row.standing, row.work.done) == (Standing.STOPPED, 1)


def test_a_work_stopped_before_it_began_does_nothing() -> None:
    work = begun(last=3)

    ask_to_stop(owner=ALICE, uuid=str(work.uuid), at=NOON)
    run_ready()

    row = get_work(str(ALICE), uuid=str(work.uuid))
    assert (row.standing, row.work.done) == (Standing.STOPPED, 0)


def test_a_work_whose_worker_died_says_so_and_runs_again() -> None:
    work = begun(last=2)
    DBTaskResult.objects.filter(pk=work.task_id).update(status=TaskResultStatus.FAILED)
    assert get_work(str(ALICE), uuid=str(work.uuid)).standing == Standing.DIED

    try_again(owner=ALICE, uuid=str(work.uuid), at=NOON + timedelta(minutes=5))
    run_ready()

    assert get_work(str(ALICE), uuid=str(work.uuid)).standing == Standing.DONE


def test_what_runs_is_not_begun_twice() -> None:
    work = begun(last=2)

    with pytest.raises(CannotTryAgain):
        try_again(owner=ALICE, uuid=str(work.uuid), at=NOON)

    assert DBTaskResult.objects.count() == 1


def test_another_person_finds_nothing() -> None:
    work = begun(last=2)

    with pytest.raises(NotThere):
        get_work(str(CHARLIE), uuid=str(work.uuid))
    with pytest.raises(NotThere):
        ask_to_stop(owner=CHARLIE, uuid=str(work.uuid), at=NOON)


def test_the_page_can_be_left_and_found_again(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    work = begin(title="台账导出", job=jobs.count_to, owner=cast.manager.uuid, arguments={"last": 2}, at=NOON)

    shown = client.get(f"/long-work/{work.uuid}/")
    mark = client.get("/long-work/mark/", headers={"HX-Request": "true"}).content.decode()
    run_ready()
    listed = client.get("/long-work/").content.decode()

    assert shown.status_code == HTTPStatus.OK
    assert 'href="/long-work/"' in mark
    assert "台账导出" in listed
    assert client.get("/long-work/mark/").content.decode().strip() == ""
