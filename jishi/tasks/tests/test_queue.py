from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jishi.heartbeat.models import Process
from jishi.tasks.door import queue_state, run_ready
from jishi.tasks.queue import claim, give_back, reap, run
from jishi.tasks.tests.jobs import do, do_then_fail, do_while_declared_dead, done, fail, return_what_is_no_json

NOON = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def living_worker() -> str:
    process = Process.objects.create(kind="worker", machine="here", pid=1, started_at=NOON, beat_at=NOON)
    return str(process.pk)


def only_row() -> "DBTaskResult[..., object]":
    return DBTaskResult.objects.get()


def test_a_task_is_run_once_and_its_result_kept() -> None:
    do.enqueue(name="a")

    assert run_ready() == 1
    assert run_ready() == 0
    assert done() == ["a"]
    assert (only_row().status, only_row().return_value) == (TaskResultStatus.SUCCESSFUL, "a")


def test_a_task_enqueued_in_a_transaction_that_fails_was_never_there() -> None:
    with transaction.atomic():
        do.enqueue(name="a")
        transaction.set_rollback(True)

    assert run_ready() == 0


def test_a_failing_task_keeps_its_error_and_stops_nobody() -> None:
    fail.enqueue()
    do.enqueue(name="after")

    run_ready()

    failed = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert "no luck" in failed.traceback
    assert done() == ["after"]


def test_a_result_that_cannot_be_stored_is_a_failure() -> None:
    return_what_is_no_json.enqueue()

    run_ready()

    assert only_row().status == TaskResultStatus.FAILED


def test_what_a_database_only_task_wrote_before_it_failed_is_taken_back() -> None:
    do_then_fail.enqueue(name="half")

    run_ready()

    assert done() == []
    assert only_row().status == TaskResultStatus.FAILED


def test_a_worker_that_was_declared_dead_cannot_finish_what_another_was_given() -> None:
    do_while_declared_dead.enqueue(name="twice")
    held = claim(worker="the first")
    assert held

    run(held)

    assert done() == []
    assert only_row().status == TaskResultStatus.RUNNING


def test_a_claimed_task_is_nobody_elses() -> None:
    do.enqueue(name="a")

    first, second = claim(worker="the first"), claim(worker="the second")

    assert first
    assert second is None


def test_the_task_of_a_living_worker_is_left_alone() -> None:
    do.enqueue(name="a")
    claim(worker=living_worker())

    assert reap() == 0


def test_the_task_of_a_dead_worker_is_handed_on() -> None:
    do.enqueue(name="a")
    claim(worker="dead")

    assert reap() == 1
    assert run_ready() == 1
    assert done() == ["a"]


def test_a_task_that_kills_its_workers_fails_at_the_third() -> None:
    do.enqueue(name="a")
    for name in ("first", "second", "third"):
        assert claim(worker=name)
        reap()

    row = only_row()
    assert row.status == TaskResultStatus.FAILED
    assert "3 workers died" in row.traceback
    assert claim(worker="fourth") is None


def test_a_task_given_back_in_order_counts_no_attempt() -> None:
    do.enqueue(name="a")
    for name in ("first", "second", "third", "fourth"):
        held = claim(worker=name)
        assert held
        give_back(held)

    assert run_ready() == 1
    assert done() == ["a"]


def test_a_worker_of_one_queue_leaves_the_others() -> None:
    do.using(queue_name="slow").enqueue(name="a")

    assert claim(worker="here", queues=["fast"]) is None
    assert claim(worker="here", queues=["slow", "fast"])


def test_a_task_for_later_waits() -> None:
    do.using(run_after=timezone.now() + timedelta(hours=1)).enqueue(name="a")

    assert run_ready() == 0
    assert queue_state(timezone.now()).oldest_wait == timedelta(0)


def test_the_state_of_the_queue_and_its_repair_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    fail.enqueue()
    run_ready()
    do.enqueue(name="a")

    stands = queue_state(timezone.now() + timedelta(seconds=9))
    call_command("tasks", "list")
    call_command("tasks", "retry")

    assert (stands.ready, stands.running, stands.failed) == (1, 0, 1)
    assert stands.oldest_wait >= timedelta(seconds=9)
    assert "no luck" in capsys.readouterr().out
    assert queue_state(timezone.now()).ready == 2


def test_retrying_what_has_not_failed_is_refused() -> None:
    with pytest.raises(CommandError, match="not a task's id"):
        call_command("tasks", "retry", "4711")
    with pytest.raises(CommandError, match="0 of 1"):
        call_command("tasks", "retry", "00000000-0000-0000-0000-000000000000")
