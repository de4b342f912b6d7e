"""Real processes on a database of their own, for tests marked `processes`."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from jishi.tasks.tests.proof.database import Proof, environment_of, file_in, make_postgresql, open_sqlite
from jishi.tasks.tests.proof.fleet import Fleet
from tests.copied import Original
from tests.deployments import database_of

Migrated = Callable[[str], str]


@pytest.fixture(scope="session")
def original() -> Iterator[Original]:
    """Return the product of nothing but background work, loaded once for all processes of it."""
    with Original("django", environment_of("sqlite://")) as made:
        yield made


@pytest.fixture(scope="session")
def migrated(original: Original, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Migrated]:
    """Return where an engine's database with all tables is, made when first asked for; nobody is in it: copy it."""
    known: dict[str, str] = {}

    def made(engine: str) -> str:
        if engine not in known:
            if engine == "sqlite":
                known[engine] = f"sqlite:///{file_in(tmp_path_factory.mktemp('migrated'))}"
            else:
                known[engine] = stack.enter_context(database_of(os.environ["DATABASE_URL"]))
            migrate = ("migrate", "--run-syncdb", "-v0")
            original.run(*migrate, environment=environment_of(known[engine])).check_returncode()
        return known[engine]

    with ExitStack() as stack:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def proof(request: pytest.FixtureRequest, migrated: Migrated, tmp_path: Path) -> Iterator[Proof]:
    whole = migrated(request.param)
    if request.param == "sqlite":
        shutil.copyfile(whole.removeprefix("sqlite:///"), file_in(tmp_path))
        with open_sqlite(tmp_path) as made:
            yield made
        return
    with make_postgresql(whole.rpartition("/")[2]) as made:
        yield made


@pytest.fixture
def fleet(proof: Proof, original: Original, tmp_path: Path) -> Iterator[Fleet]:
    with (tmp_path / "log").open("wb") as log:
        made = Fleet(proof=proof, original=original, log=log)
        try:
            yield made
        finally:
            made.end()
