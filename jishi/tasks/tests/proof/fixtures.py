"""Real processes on a database of their own, for tests marked `processes`."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from jishi.tasks.tests.proof.database import Proof, bare_postgresql, make_postgresql, make_sqlite
from jishi.tasks.tests.proof.fleet import Fleet

Migrated = Callable[[str], Proof]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Migrated]:
    """Return a database of an engine with all its tables, made when first asked for; others are copies."""
    known: dict[str, Proof] = {}

    def made(engine: str) -> Proof:
        if engine not in known:
            here = tmp_path_factory.mktemp("migrated")
            fresh = make_sqlite(here) if engine == "sqlite" else stack.enter_context(bare_postgresql())
            migrate = [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"]
            subprocess.run(migrate, env=fresh.environment(), check=True)
            known[engine] = fresh
        return known[engine]

    with ExitStack() as stack:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def proof(request: pytest.FixtureRequest, migrated: Migrated, tmp_path: Path) -> Iterator[Proof]:
    whole = migrated(request.param)
    if request.param == "sqlite":
        made = make_sqlite(tmp_path)
        shutil.copyfile(whole.url.removeprefix("sqlite:///"), made.url.removeprefix("sqlite:///"))
        yield made
        return
    with make_postgresql(whole.url.rpartition("/")[2]) as made:
        yield made


@pytest.fixture
def fleet(proof: Proof, tmp_path: Path) -> Iterator[Fleet]:
    with (tmp_path / "log").open("wb") as log:
        made = Fleet(proof=proof, log=log)
        try:
            yield made
        finally:
            made.end()
