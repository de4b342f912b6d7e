"""The archive file: whatever is wrong with it is found before anything is touched."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest

from jishi.backup.archive import add_file, add_manifest, new_archive, unpack
from jishi.backup.declared import DATABASE, FORMAT, CannotBackUp, Manifest


def an_archive(folder: Path, *, number: int = FORMAT) -> Path:
    (folder / "one").write_bytes(b"rows" * 1000)
    (folder / "two").write_bytes("附件".encode())
    path = folder / "archive.tar.gz"
    with new_archive(path) as tar:
        pieces = {
            DATABASE: add_file(tar, DATABASE, folder / "one"),
            "files/a/二.txt": add_file(tar, "files/a/二.txt", folder / "two"),
        }
        add_manifest(
            tar,
            Manifest(
                format=number,
                product="house",
                version="1",
                made_at="2023-03-15T04:00:00+00:00",
                engine="sqlite",
                tables={"t": 1},
                migrations=("a.0001",),
                pieces=pieces,
            ),
        )
    return path


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    path = an_archive(tmp_path)

    manifest = unpack(path, tmp_path / "out")

    assert (tmp_path / "out" / DATABASE).read_bytes() == b"rows" * 1000
    assert (tmp_path / "out" / "files/a/二.txt").read_text(encoding="utf-8") == "附件"
    assert manifest.tables == {"t": 1}
    assert path.stat().st_mode & 0o077 == 0


def test_one_changed_byte_of_what_proves_the_whole_is_found_and_a_cut_too(tmp_path: Path) -> None:
    whole = an_archive(tmp_path).read_bytes()
    path = tmp_path / "bad.tar.gz"
    for number in range(1, 9):  # its checksum and its length
        bad = bytearray(whole)
        bad[-number] ^= 1
        for raw in (bytes(bad), whole[:-number]):
            path.write_bytes(raw)

            with pytest.raises(CannotBackUp, match="is damaged"):
                unpack(path, tmp_path / f"out-{number}-{len(raw)}")


def test_one_changed_byte_anywhere_is_found(tmp_path: Path) -> None:
    plain = gzip.decompress(an_archive(tmp_path).read_bytes())
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        members = tar.getmembers()
    for member in members:
        bad = bytearray(plain)
        bad[member.offset_data + member.size // 2] ^= 1
        path = tmp_path / "bad.tar.gz"
        path.write_bytes(gzip.compress(bytes(bad)))

        with pytest.raises(CannotBackUp):
            unpack(path, tmp_path / f"out-{member.offset}")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_one_that_is_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    path = an_archive(tmp_path)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])

    with pytest.raises(CannotBackUp):
        unpack(path, tmp_path / "out")


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="made by a newer version"):
        unpack(an_archive(tmp_path, number=FORMAT + 1), tmp_path / "out")


@pytest.mark.parametrize("name", ["/etc/passwd", "files/../../passwd", "keys/secret_key"])
def test_a_foreign_name_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO(b""))

    with pytest.raises(CannotBackUp, match="is refused"):
        unpack(path, tmp_path / "out")


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        link = tarfile.TarInfo("files/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)

    with pytest.raises(CannotBackUp, match="is refused"):
        unpack(path, tmp_path / "out")


def test_an_archive_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def fails() -> None:
        with new_archive(tmp_path / "never.tar.gz"):
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fails()

    assert list(tmp_path.iterdir()) == []


def test_the_manifest_reads_what_it_writes(tmp_path: Path) -> None:
    manifest = unpack(an_archive(tmp_path), tmp_path / "out")

    assert Manifest.read(manifest.written()) == manifest
    assert json.loads(manifest.written())["made_at"] == "2023-03-15T04:00:00+00:00"
