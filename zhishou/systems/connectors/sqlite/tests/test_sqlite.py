import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import NOON
from tests.apart import run_apart
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Observation, Option, Outcome


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database in WAL mode with a table of a thousand rows."""
    path = tmp_path / "office.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE documents (title TEXT)")
        connection.executemany("INSERT INTO documents VALUES (?)", [(f"公文 {n}" * 20,) for n in range(1000)])
    return path


def look(check: str, path: Path, *, timeout_s: float = 5.0, **options: Option) -> Observation:
    allowed = AllowList.parse(targets=(), paths=(str(path.parent.resolve()),))
    wanted = ask(check, str(path), options=options, allowed=allowed, timeout_s=timeout_s)
    return run_apart(observe(kind="sqlite", ask=wanted, at=NOON))


@pytest.mark.parametrize("check", ["SL-01", "SL-02", "SL-03", "SL-04"])
def test_a_sound_file_is_measured(check: str, file: Path) -> None:
    seen = look(check, file)

    assert seen.outcome is Outcome.MEASURED, seen
    assert check != "SL-02" or seen.value == 0


def test_a_damaged_file_is_found_out(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray(file.read_bytes())
    raw[8192:12288] = b"\xff" * 4096
    file.write_bytes(raw)

    seen = look("SL-02", file)

    assert seen.outcome is Outcome.FAILED or (seen.value or 0) > 0, seen


def test_garbage_and_a_file_that_is_gone_fail(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(bytes(range(256)) * 100)

    assert look("SL-01", garbage).outcome is Outcome.FAILED
    assert look("SL-01", tmp_path / "gone").outcome is Outcome.FAILED


def test_a_statement_gives_a_number_and_never_writes(file: Path) -> None:
    assert look("SQ-01", file, query="SELECT count(*) FROM documents").value == 1000
    for query in ("DELETE FROM documents", "WITH a AS (SELECT 1) DELETE FROM documents"):
        assert look("SQ-01", file, query=query).outcome is not Outcome.MEASURED
    assert look("SQ-01", file, query="SELECT count(*) FROM documents").value == 1000


def test_a_statement_without_end_is_stopped(file: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"

    assert look("SQ-01", file, query=endless, timeout_s=0.4).outcome is not Outcome.MEASURED


def test_a_link_out_of_the_listed_folder_is_not_followed(tmp_path: Path, file: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    link = inside / "link"
    link.symlink_to(file)
    allowed = AllowList.parse(targets=(), paths=(str(inside.resolve()),))

    seen = run_apart(observe(kind="sqlite", ask=ask("SL-01", str(link), allowed=allowed), at=NOON))

    assert seen.outcome is Outcome.UNKNOWN
