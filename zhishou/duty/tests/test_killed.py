"""The real tick process, killed between two claims while ladders climb: nobody is missed or called twice."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest

from jishi.tasks.tests.proof.database import Proof, file_in, make_postgresql, open_sqlite
from tests.copied import Copied, Original
from tests.databases import copy_migrated, migrated_template

pytestmark = pytest.mark.processes

LADDERS, STEPS, ROUNDS, KILLS = 40, 2, 1, 2
SLOW_MACHINE = 120
BEGIN = f"""
from datetime import timedelta
from django.utils import timezone
from conftest import make_cast
from zhishou.contracts.rules import Level
from zhishou.duty import actions
from zhishou.duty.rules import Step
from zhishou.duty.tests.factories import staff
from zhishou.people.rules import Tier
at = timezone.now()
cast = make_cast()
staff(cast)
second = timedelta(seconds=1)
actions.set_ladder_policy(
    engagement=cast.engagement, level=Level.SEVERE, rounds={ROUNDS}, by=cast.manager, at=at,
    steps=[Step(tiers=(Tier.FRONT_DESK, Tier.FIRST_LINE), wait=second), Step(tiers=(Tier.EXPERT,), wait=second)],
)
for number in range({LADDERS}):
    actions.start_ladder(
        engagement=cast.engagement, level=Level.SEVERE, about_kind="test", about_key=str(number), title="断网",
        at=at,
    )
"""
TAKEN = "SELECT count(*) FROM duty_ladderstep"
OPEN = "SELECT count(*) FROM duty_ladderrun WHERE state = 'running'"
PAGES = "SELECT count(*) FROM duty_page"
NOTICES = "SELECT count(*) FROM notify_notice WHERE kind = 'duty.page'"
TOLD = "SELECT count(DISTINCT dedup_key) FROM notify_notice WHERE kind = 'duty.page'"
STEPPED = "SELECT count(*) FROM ledger_entry WHERE what = 'duty.ladder_step'"
EXHAUSTED = "SELECT count(*) FROM ledger_entry WHERE what = 'duty.ladder_exhausted'"


class House:
    """One deployment with the cast on duty, and the one tick process that climbs its ladders."""

    def __init__(self, proof: Proof, loaded: Original, data: Path, log: IO[bytes]) -> None:
        self.proof, self.loaded = proof, loaded
        self.environment = {
            **os.environ,
            "ZHISHOU_DATA_DIR": str(data),
            "DATABASE_URL": proof.url,
            "ZHISHOU_LADDER_CATCH_UP_SECONDS": "1",
            "ZHISHOU_HEARTBEAT_MS": "500",
            "ZHISHOU_DEAD_AFTER_MS": "3000",
        }
        self.log = log
        self.tick: Copied | None = None

    def zhishou(self, *arguments: str) -> None:
        self.loaded.run(*arguments, environment=self.environment).check_returncode()

    def start_tick(self) -> None:
        self.tick = self.loaded.start("tick", environment=self.environment, stdout=self.log, stderr=self.log)

    def kill_tick(self) -> None:
        if self.tick is not None:
            self.tick.send_signal(signal.SIGKILL)
            self.tick.wait()

    def taken(self) -> int:
        with suppress(Exception):  # a busy database is asked again
            return self.proof.number(TAKEN)
        return -1

    def wait_until_more_than(self, number: int) -> None:
        """Wait until some ladder was climbed further: a turn is under way, and others are still to be claimed."""
        ends = time.monotonic() + SLOW_MACHINE
        while self.taken() <= number:
            assert time.monotonic() < ends, "the ladders do not go on"
            time.sleep(0.005)

    def wait_until_all_are_exhausted(self) -> None:
        ends = time.monotonic() + SLOW_MACHINE
        while self.proof.number(OPEN):
            assert time.monotonic() < ends, "the ladders do not end"
            time.sleep(0.1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def proof(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Proof]:
    request.getfixturevalue("django_db_setup")
    if request.param == "sqlite":
        copy_migrated(file_in(tmp_path))
        with open_sqlite(tmp_path) as made:
            yield made
        return
    with make_postgresql(migrated_template() or "template1") as made:
        yield made


@pytest.fixture
def house(proof: Proof, loaded: Original, tmp_path: Path) -> Iterator[House]:
    with (tmp_path / "log").open("wb") as log:
        made = House(proof, loaded, tmp_path, log)
        if not proof.has("duty_ladderrun"):
            made.zhishou("migrate", "-v0")
        made.zhishou("shell", "-v0", "-c", BEGIN)
        try:
            yield made
        finally:
            made.kill_tick()


def test_a_tick_killed_between_claims_pages_every_due_step_exactly_once(house: House) -> None:
    house.start_tick()
    torn = 0
    for _ in range(KILLS):
        house.wait_until_more_than(house.taken())
        house.kill_tick()
        torn += house.taken() % LADDERS != 0
        house.start_tick()
    house.wait_until_all_are_exhausted()

    assert torn, "no kill met a turn under way"
    by_run = house.proof.ask(
        "SELECT run_id, count(*), count(DISTINCT duty_ladderstep.position) FROM duty_ladderstep"
        " JOIN duty_ladderrun ON duty_ladderrun.id = run_id WHERE about_kind = 'test' GROUP BY run_id"
    )
    assert {(steps, different) for _run, steps, different in by_run} == {(STEPS * ROUNDS, STEPS * ROUNDS)}
    assert len(by_run) == LADDERS
    # Two people on the first step, one on the second: each called once, and told once.
    calls = LADDERS * ROUNDS * 3
    assert [house.proof.number(count) for count in (PAGES, NOTICES, TOLD)] == [calls] * 3
    assert house.proof.number(STEPPED) == LADDERS * STEPS * ROUNDS
    assert house.proof.number(EXHAUSTED) == LADDERS
