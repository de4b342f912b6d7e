"""`zhishou backup` and `zhishou restore` on both engines, from one data directory into another."""

import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from jishi.backup.archive import unpack
from tests.copied import Original
from tests.databases import copy_migrated, migrated_template
from tests.deployments import Deployment, database_of

pytestmark = pytest.mark.processes

A_FACT = """
from django.utils import timezone
from zhishou.ledger.actions import recording
from zhishou.people.models import Organisation
now = timezone.now()
Organisation.objects.create(code="red-cross", name="省红十字会", created_at=now)
recording.record(what="people.organisation_made", about_kind="organisation", about_key="red-cross",
                 engagement=None, by=None, process="test",
                 happened_at=now, at=now, payload={"name": "省红十字会"})
"""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def original(
    request: pytest.FixtureRequest, loaded: Original, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """Return a deployment with facts and files in it, which no test changes."""
    request.getfixturevalue("django_db_setup")
    template = migrated_template()
    with ExitStack() as stack:
        url = ""
        if request.param == "postgresql":
            url = stack.enter_context(database_of(os.environ["DATABASE_URL"], template or "template1"))
        made = Deployment(tmp_path_factory.mktemp("original") / "data", url, product="zhishou", loaded=loaded)
        files = made.data / "files" / "附件"
        files.mkdir(parents=True)
        (files / "巡检.pdf").write_bytes(secrets.token_bytes(300_000))
        (made.data / "files" / "empty").touch()
        migrated = template is not None if url else copy_migrated(made.file)
        for arguments in ([] if migrated else [("migrate", "-v", "0")]) + [("shell", "-v", "0", "-c", A_FACT)]:
            done = made.run(*arguments)
            assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture
def here(original: Deployment, loaded: Original, tmp_path: Path) -> Iterator[Deployment]:
    """Return a copy of the original that a test may change."""
    with ExitStack() as stack:
        url = original.url
        if url:
            url = stack.enter_context(database_of(os.environ["DATABASE_URL"], url.rpartition("/")[2]))
        yield Deployment(shutil.copytree(original.data, tmp_path / "here"), url, product="zhishou", loaded=loaded)


@pytest.fixture
def there(original: Deployment, loaded: Original, tmp_path: Path) -> Iterator[Deployment]:
    """Return a deployment with nothing in it."""
    with ExitStack() as stack:
        url = stack.enter_context(database_of(os.environ["DATABASE_URL"])) if original.url else ""
        yield Deployment(tmp_path / "there", url, product="zhishou", loaded=loaded)


def backed_up(deployment: Deployment, folder: Path) -> Path:
    archive = folder / "archive.tar.gz"
    done = deployment.run("backup", str(archive))
    assert done.returncode == 0, done.stderr
    return archive


@pytest.fixture(scope="module")
def archive(original: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what was saved of the original; whoever changes it changes a copy."""
    return backed_up(original, tmp_path_factory.mktemp("saved"))


def test_what_is_saved_comes_back(here: Deployment, there: Deployment, archive: Path) -> None:
    done = there.run("restore", str(archive))

    assert done.returncode == 0, done.stderr
    assert there.rows() == here.rows()
    assert len(there.rows()["ledger_entry"]) == 1
    assert there.files() == here.files()
    assert there.run("ledger", "verify").returncode == 0
    with pytest.raises((sqlite3.Error, psycopg.Error), match="ledger_entry"):
        there.change("DELETE FROM ledger_entry")


def test_data_that_are_there_are_replaced_only_when_told(here: Deployment, archive: Path) -> None:
    as_saved, files = here.rows(), here.files()
    here.change("UPDATE people_organisation SET name = 'changed since'")
    here.change("CREATE TABLE stray (word TEXT)")
    (here.data / "files" / "later").touch()

    refused = here.run("restore", str(archive))
    told = here.run("restore", str(archive), "--into-nonempty")

    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "此处已有数据" in refused.stderr
    assert "There are data here already" in refused.stderr
    assert told.returncode == 0, told.stderr
    assert here.rows() == as_saved
    assert here.files() == files


def test_nothing_is_replaced_under_a_process_that_works_on_it(
    here: Deployment, archive: Path, loaded: Original, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with log.open("wb") as out:
        tick = loaded.start("tick", environment=here.environment(), stdout=out, stderr=out)
    try:
        until = time.monotonic() + 60
        while b"is ready" not in log.read_bytes():
            assert tick.poll() is None, log.read_text()
            assert time.monotonic() < until
            time.sleep(0.05)

        done = here.run("restore", str(archive), "--into-nonempty")
    finally:
        tick.terminate()
        tick.wait(timeout=30)

    assert done.returncode == 1
    assert f"tick {tick.pid} on " in done.stderr
    assert here.run("restore", str(archive), "--into-nonempty").returncode == 0


def test_the_tools_of_postgresql_go_where_the_product_goes(here: Deployment, tmp_path: Path) -> None:
    """An address that names no host leaves it to PG… in the environment; the tools must meet the same database."""
    if not here.url:
        pytest.skip("SQLite has no tools that could go elsewhere")
    where = conninfo_to_dict(here.url)
    named = {"PGHOST": str(where.get("host") or "/var/run/postgresql"), "PGPORT": str(where.get("port") or 5432)}
    asked = tmp_path / "pg_dump"
    asked.write_text(f'#!/bin/sh\necho "$PGHOST $PGPORT $PGDATABASE" > {tmp_path}/asked\nexit 1\n')
    asked.chmod(0o700)
    bare = Deployment(here.data, f"postgres:///{where['dbname']}", product="zhishou", loaded=here.loaded)
    bare.more = {**named, "PGUSER": str(where.get("user") or ""), "PATH": f"{tmp_path}:{os.environ['PATH']}"}

    bare.run("backup", str(tmp_path))

    assert (tmp_path / "asked").read_text().split() == [*named.values(), str(where["dbname"])]


def test_a_damaged_archive_changes_nothing(here: Deployment, archive: Path, tmp_path: Path) -> None:
    raw = bytearray(archive.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(raw)
    before, files = here.rows(), here.files()

    done = here.run("restore", str(damaged), "--into-nonempty")

    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert "Traceback" not in done.stderr
    assert (here.rows(), here.files()) == (before, files)


def test_neither_keys_nor_files_that_are_still_arriving_are_in_it(here: Deployment, tmp_path: Path) -> None:
    (here.data / "files" / ".incoming").mkdir()
    (here.data / "files" / ".incoming" / "half").write_bytes(b"half")
    (here.data / "keys").mkdir(exist_ok=True)
    (here.data / "keys" / "secret_key").write_text("a very secret key", encoding="utf-8")

    manifest = unpack(backed_up(here, tmp_path), tmp_path / "out")

    assert sorted(manifest.pieces) == ["database", "files/empty", "files/附件/巡检.pdf"]


def test_a_load_that_fails_leaves_everything_as_it_was(here: Deployment, archive: Path) -> None:
    if not here.url:
        pytest.skip("on SQLite a rename puts the database in place; there is nothing to load")
    before, files = here.rows(), here.files()

    with closing(psycopg.connect(here.url)) as busy:
        busy.execute("SELECT * FROM people_organisation")
        done = here.run("restore", str(archive), "--into-nonempty")

    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert (here.rows(), here.files()) == (before, files)
    assert not (here.data / "restore-unfinished").exists()
