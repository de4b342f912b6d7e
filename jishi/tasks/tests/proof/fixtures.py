"""Real processes on a database of their own, for tests marked `processes`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jishi.tasks.tests.proof.database import Proof, make_postgresql, make_sqlite
from jishi.tasks.tests.proof.fleet import Fleet


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def proof(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Proof]:
    if request.param == "sqlite":
        yield make_sqlite(tmp_path)
        return
    with make_postgresql() as made:
        yield made


@pytest.fixture
def fleet(proof: Proof, tmp_path: Path) -> Iterator[Fleet]:
    with (tmp_path / "log").open("wb") as log:
        made = Fleet(proof=proof, log=log)
        made.run("migrate", "--run-syncdb", "-v0")
        try:
            yield made
        finally:
            made.end()
