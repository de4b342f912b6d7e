"""The real workers of a start while one of them is busy for long: whoever is on watch is called all the same."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from jishi.deployment.processes import processes
from jishi.tasks.tests.proof.database import Proof, file_in, open_sqlite
from tests.copied import Original
from tests.databases import copy_migrated

pytestmark = [pytest.mark.processes, pytest.mark.one_engine]

SLOW_MACHINE = 60
BEGIN = """
from conftest import make_cast
from zhishou.config.tests.jobs import take_long
from zhishou.duty.tests.factories import staff
from zhishou.notify.tests.factories import make_channel
cast = make_cast()
staff(cast)
make_channel(cast.front_desk)
take_long.enqueue(until={until!r})
"""
CALL = """
from django.utils import timezone
from zhishou.contracts.rules import Level
from zhishou.duty import actions
from zhishou.people.models import Engagement
actions.start_ladder(
    engagement=Engagement.objects.get(code="red-cross"), level=Level.FATAL, about_kind="test", about_key="1",
    title="系统宕机", at=timezone.now(),
)
"""
LONG = (
    "SELECT count(*) FROM django_tasks_database_dbtaskresult"
    " WHERE task_path LIKE '%.take_long' AND status = 'RUNNING'"
)
TRIED = "SELECT count(*) FROM notify_attempt"


@pytest.fixture
def proof(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Proof]:
    copy_migrated(file_in(tmp_path))
    with open_sqlite(tmp_path) as made:
        yield made


def waits(proof: Proof, counted: str) -> None:
    ends = time.monotonic() + SLOW_MACHINE
    while not proof.number(counted):
        assert time.monotonic() < ends, f"still none: {counted}"
        time.sleep(0.05)


@pytest.fixture
def zhishou(proof: Proof, loaded: Original, tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Return what runs words in the product, beside the workers that a start has."""
    environment = {**os.environ, "ZHISHOU_DATA_DIR": str(tmp_path), "DATABASE_URL": proof.url}

    def run(words: str) -> None:
        loaded.run("shell", "-v0", "-c", words, environment=environment).check_returncode()

    if not proof.has("notify_attempt"):
        loaded.run("migrate", "-v0", environment=environment).check_returncode()
    arguments = [one.command[1:] for one in processes() if one.command[1] == "worker"]
    with (tmp_path / "log").open("wb") as log:
        workers = [loaded.start(*own, environment=environment, stdout=log, stderr=log) for own in arguments]
        try:
            yield run
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()


def test_a_call_leaves_while_a_worker_is_busy_for_long(
    zhishou: Callable[[str], None], proof: Proof, tmp_path: Path
) -> None:
    zhishou(BEGIN.format(until=str(tmp_path / "ended")))
    waits(proof, LONG)

    zhishou(CALL)

    waits(proof, TRIED)
    assert proof.number(LONG) == 1
