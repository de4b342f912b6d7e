"""Real worker and tick processes, killed at random moments: every effect is there exactly once.

On PostgreSQL they are those of two machines, one of which is an hour ahead.
"""

import random
import time
from pathlib import Path

import pytest

from jishi.tasks.tests.proof.database import Proof
from jishi.tasks.tests.proof.fleet import Fleet

pytestmark = pytest.mark.processes

FED = 120
KILLS = 24
SLOW_MACHINE = 90


OPEN = """
    SELECT (SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING'))
         + (SELECT count(*) FROM jishi_outbox_message WHERE delivered_at IS NULL AND given_up_at IS NULL)
"""


FAILED = "SELECT exception_class_path, traceback FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'"
LIVING = "SELECT count(*) FROM jishi_heartbeat_process WHERE died_at IS NULL"
FINISHED_ON = """
    SELECT count(*) FROM django_tasks_database_dbtaskresult AS task JOIN jishi_heartbeat_process AS process
    ON task.status = 'SUCCESSFUL' AND task.worker_ids ->> -1 = process.id::text AND process.machine = '{}'
"""


def wait_until(proof: Proof, sql: str, number: int) -> None:
    ends = time.monotonic() + SLOW_MACHINE
    while proof.number(sql) != number:
        if time.monotonic() > ends:
            pytest.fail(f"something is stuck: {sql}")
        time.sleep(0.1)


def test_whatever_is_killed_everything_happens_exactly_once(fleet: Fleet) -> None:
    proof = fleet.proof
    names = ["worker-1", "worker-2", "worker-3", "tick-1", "tick-2"]
    for name in names:
        fleet.start(name)
    feeder = fleet.begin("feeder", "feed", str(FED))
    dice = random.Random(2023)

    for _ in range(KILLS):
        time.sleep(dice.uniform(0.02, 0.2))
        fleet.kill_and_restart(dice.choice(names))
    assert feeder.wait(timeout=SLOW_MACHINE) == 0
    wait_until(proof, OPEN, 0)
    wait_until(proof, LIVING, len(names))
    at_work = {machine.name for machine in proof.machines if proof.number(FINISHED_ON.format(machine.name))}
    codes = fleet.stop()

    caused = FED // 10
    assert proof.ask(FAILED) == []
    assert proof.number("SELECT count(*) FROM jishi_outbox_message WHERE given_up_at IS NOT NULL") == 0
    assert proof.effects("task") == (FED, FED)
    assert proof.effects("heard") == (FED + caused, FED + caused)
    assert proof.effects("task_of_message") == (FED + caused, FED + caused)
    ticks, seconds = proof.effects("tick")
    assert ticks == seconds > 0
    assert proof.effects("at_least_once")[1] == caused
    assert at_work == {machine.name for machine in proof.machines}
    assert set(codes.values()) == {0}
    assert proof.number(LIVING) == 0


def test_many_writers_beside_each_other_never_find_the_database_locked(fleet: Fleet) -> None:
    names = ["worker-1", "worker-2", "tick-1"]
    for name in names:
        fleet.start(name)
    hammers = [fleet.begin(f"hammer-{number}", "hammer", "1.2") for number in range(2)]

    fleet.run("feed", "60")
    codes = [hammer.wait(timeout=SLOW_MACHINE) for hammer in hammers]
    wait_until(fleet.proof, OPEN, 0)
    stopped = fleet.stop()

    log = Path(fleet.log.name).read_text()
    assert codes == [0, 0]
    assert set(stopped.values()) == {0}
    assert "locked" not in log
    assert fleet.proof.effects("task") == (60, 60)


def test_a_worker_that_is_asked_to_stop_finishes_its_task(fleet: Fleet) -> None:
    fleet.start("worker-1")
    wait_until(fleet.proof, LIVING, 1)  # it obeys from before then
    fleet.run("feed", "50")

    codes = fleet.stop()

    assert codes == {"worker-1": 0}
    running = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
    assert fleet.proof.number(running) == 0
