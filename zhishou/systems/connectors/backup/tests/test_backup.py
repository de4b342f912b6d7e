import gzip
import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import NOON
from jishi.backup.archive import add_file, new_archive
from tests.apart import run_apart
from zhishou.systems.connectors.backup.encrypting import is_encrypted
from zhishou.systems.connectors.registry import observe
from zhishou.systems.connectors.tests.targets import ask
from zhishou.systems.rules.allowing import AllowList
from zhishou.systems.rules.observing import Before, Observation, Option, Outcome


def lay(folder: Path, name: str, content: bytes, *, hours: float, sealed: bool = True) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    made = (NOON - timedelta(hours=hours)).timestamp()
    os.utime(file, (made, made))
    if sealed:
        file.with_name(f"{name}.sha256").write_text(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    return file


def look(check: str, folder: Path, *, before: Before | None = None, **options: Option) -> Observation:
    allowed = AllowList.parse(targets=(), paths=(str(folder.parent.resolve()),))
    wanted = ask(check, str(folder), options=options, allowed=allowed, before=before)
    return run_apart(observe(kind="backup", ask=wanted, at=NOON))


def test_the_newest_is_what_counts(tmp_path: Path) -> None:
    here = tmp_path / "b"
    lay(here, "old.tar.gz", b"x" * 100, hours=90)
    lay(here, "new.tar.gz", b"x" * 100, hours=30)

    seen = look("B-01", here, pattern="*.tar.gz")

    assert seen.value == pytest.approx(30)
    assert seen.fact("file") == "new.tar.gz"


def test_a_backup_that_is_too_small_or_missing_fails(tmp_path: Path) -> None:
    here = tmp_path / "b"
    lay(here, "new.tar.gz", b"", hours=1)

    assert look("B-01", here).outcome is Outcome.FAILED
    assert look("B-01", here, pattern="*.dump").outcome is Outcome.FAILED
    assert look("B-01", tmp_path / "nowhere").outcome is Outcome.FAILED


def test_a_checksum_is_believed_only_when_it_is_right(tmp_path: Path) -> None:
    here = tmp_path / "b"
    file = lay(here, "new.dump", b"rows" * 1000, hours=48)
    good = look("B-03", here)

    file.write_bytes(b"rot" * 1000)

    assert good.value == pytest.approx(2)
    assert look("B-03", here).outcome is Outcome.FAILED


def test_what_was_read_whole_once_is_not_read_again(tmp_path: Path) -> None:
    here = tmp_path / "b"
    lay(here, "new.dump", b"rows", hours=48)
    held = Before(at=NOON, facts={one.name: one.value for one in look("B-03", here).facts})
    (here / "new.dump.sha256").write_text("0" * 64)

    assert look("B-03", here, before=held).outcome is Outcome.MEASURED
    assert look("B-03", here).outcome is Outcome.FAILED


def test_a_cut_archive_without_checksum_is_found_out_and_what_cannot_be_proved_is_unknown(tmp_path: Path) -> None:
    here = tmp_path / "b"
    whole = gzip.compress(os.urandom(50_000))
    lay(here, "new.tar.gz", whole, hours=1, sealed=False)
    good = look("B-03", here)
    lay(here, "new.tar.gz", whole[:20_000], hours=1, sealed=False)

    assert good.outcome is Outcome.MEASURED
    assert look("B-03", here).outcome is Outcome.FAILED
    lay(here, "newer.dump", b"x", hours=0.5, sealed=False)
    assert look("B-03", here).outcome is Outcome.UNKNOWN


def test_the_second_copy_and_the_last_drill(tmp_path: Path) -> None:
    here, there = tmp_path / "b", tmp_path / "second"
    lay(here, "new.dump", b"rows", hours=1)
    lay(there, "old.dump", b"rows", hours=31)
    record = lay(tmp_path, "drilled", b"", hours=240, sealed=False)

    assert look("B-05", here, second=str(there)).value == pytest.approx(30)
    assert look("B-04", here, record=str(record)).value == pytest.approx(10)


def test_one_segment_that_lacks_is_a_gap_in_the_archived_log(tmp_path: Path) -> None:
    archived = tmp_path / "wal"
    archived.mkdir()
    for name in (
        "0000000100000000000000FE",
        "0000000100000000000000FF.gz",
        "000000010000000100000000",
        "x.history",
    ):
        (archived / name).touch()
    whole = look("B-02", archived)
    (archived / "0000000100000000000000FF.gz").unlink()

    gap = look("B-02", archived)

    assert (whole.value, whole.fact("segments")) == (0, 3)
    assert (gap.value, gap.fact("first")) == (1, "0000000100000000000000FF")


def test_files_of_a_backup_are_compared_with_its_database(tmp_path: Path) -> None:
    here, contents = tmp_path / "b", [b"one", b"two", b"three"]
    here.mkdir()
    digests = [hashlib.sha256(one).hexdigest() for one in contents]
    database = tmp_path / "db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE file (sha256)")
        connection.executemany("INSERT INTO file VALUES (?)", [(one,) for one in digests])
        connection.commit()
    with new_archive(here / "x.tar.gz") as tar:
        add_file(tar, "database", database)
        for name, content in zip(digests, [contents[0], b"other"], strict=False):
            (tmp_path / name).write_bytes(content)
            add_file(tar, f"files/kept/{name[:2]}/{name}", tmp_path / name)

    seen = look("B-06", here, database="database", query="SELECT sha256 FROM file")
    other = look("B-06", here, database="dump", query="SELECT sha256 FROM file")

    assert seen.value == pytest.approx(200 / 3)
    assert (seen.fact("lacking"), seen.fact("damaged")) == (1, 1)
    assert other.outcome is Outcome.UNKNOWN


OPEN = {"plain.tar.gz": b"\x1f\x8b\x08rest", "plain.tar": b"./xieban.sqlite3\x00", "nothing": b""}
CLOSED = {
    "age": b"age-encryption.org/v1\n-> X25519 ",
    "armoured": b"-----BEGIN PGP MESSAGE-----\n",
    "openssl": b"Salted__\x01\x02",
    "gpg -c": b"\x8c\x0d\x04\x09\x03\x08",
    "gpg -e": b"\x85\x01\x8c\x03",
    "gpg 2.4": b"\xc1\xc0\x4c\x03",
}


def test_backups_that_anybody_could_read_are_counted(tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    for name, start in CLOSED.items():
        (second / name).write_bytes(start)
    closed = look("B-07", tmp_path, copies=str(second))
    for name, start in OPEN.items():
        (second / name).write_bytes(start)
    seen = look("B-07", tmp_path, copies=str(second))

    assert (closed.value, closed.fact("files")) == (0, len(CLOSED))
    assert (seen.value, seen.fact("files")) == (len(OPEN), len(CLOSED) + len(OPEN))
    assert seen.fact("first") in OPEN


def test_what_gpg_itself_encrypts_is_seen_as_encrypted(tmp_path: Path) -> None:
    gpg = shutil.which("gpg")
    if gpg is None:
        pytest.skip("backup tests: install the Debian package gnupg")
    (tmp_path / "plain.tar").write_bytes(b"./xieban.sqlite3")
    words = ["--homedir", str(tmp_path), "--batch", "--pinentry-mode", "loopback", "--passphrase", "x", "-c"]
    subprocess.run([gpg, *words, "plain.tar"], cwd=tmp_path, check=True, capture_output=True, timeout=60)

    assert is_encrypted(tmp_path / "plain.tar.gpg")
    assert not is_encrypted(tmp_path / "plain.tar")


def test_how_far_backups_reach_back(tmp_path: Path) -> None:
    here = tmp_path / "b"
    for days in (1, 12, 31):
        lay(here, f"{days}.tar.gz", b"x", hours=24 * days)

    seen = look("B-08", here, pattern="*.tar.gz")

    assert seen.value == pytest.approx(31)
    assert seen.fact("file") == "31.tar.gz"
