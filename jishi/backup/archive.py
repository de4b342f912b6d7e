"""The archive file: a compressed tar, written whole or not at all, read with every digest checked."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext_noop

from jishi.backup.declared import BESIDE, DATABASE, FILES, MANIFEST, CannotBackUp, Manifest, Piece

BLOCK = 1 << 20


class _Counting:
    """Passes a file on and keeps its digest; ends after `size` bytes, whatever is appended meanwhile."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.file, self.left = file, size
        self.digest = hashlib.sha256()

    def read(self, most: int = -1) -> bytes:
        block = self.file.read(self.left if most < 0 else min(most, self.left))
        self.left -= len(block)
        self.digest.update(block)
        return block


@contextmanager
def new_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive beside `path`, readable by nobody else; it gets its name once it is whole and on the disk."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:  # noqa: PTH123 - the mode must hold from the first moment
            with (
                gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=3) as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield tar
            raw.flush()
            os.fsync(raw.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def add_file(tar: tarfile.TarFile, name: str, path: Path) -> Piece:
    """Add one file as it is now; return what the manifest says of it."""
    with path.open("rb") as file:
        member = tarfile.TarInfo(name)
        member.size, member.mode = os.fstat(file.fileno()).st_size, 0o600
        counting = _Counting(file, member.size)
        tar.addfile(member, counting)
        return Piece(sha256=counting.digest.hexdigest(), size=member.size)


def add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """Add the manifest, last: by then all digests are known."""
    raw = manifest.written()
    member = tarfile.TarInfo(MANIFEST)
    member.size, member.mode = len(raw), 0o600
    tar.addfile(member, io.BytesIO(raw))


def unpack(archive: Path, into: Path) -> Manifest:
    """Unpack into an empty folder, and prove every piece; whatever is wrong is named, and nothing else touched."""
    manifest, found = None, {}
    try:
        with gzip.open(archive) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isreg() else None
                if file is None or not _is_ours(member.name):
                    raise CannotBackUp(
                        gettext_noop("%(archive)s holds “%(name)s”, which no backup of ours does: it is refused."),
                        archive=archive,
                        name=member.name,
                    )
                if member.name == MANIFEST:
                    manifest = Manifest.read(file.read())
                else:
                    found[member.name] = _extract(file, into / member.name)
            # Only at the last octet is it proved that the manifest itself is what was written.
            while packed.read(BLOCK):
                continue
    except FileNotFoundError as error:
        raise CannotBackUp(
            gettext_noop("%(archive)s does not exist: name the archive's path."), archive=archive
        ) from error
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CannotBackUp(
            gettext_noop("%(archive)s is damaged or no archive of ours (%(why)s): take another one."),
            archive=archive,
            why=error,
        ) from error
    if manifest is None:
        raise CannotBackUp(
            gettext_noop("%(archive)s is cut off, its manifest is missing: take another one."), archive=archive
        )
    _compare(archive, manifest.pieces, found)
    return manifest


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    below = name.startswith((FILES, BESIDE)) and ".." not in parts and len(parts) > 1
    return name in {MANIFEST, DATABASE} or below


def _extract(file: IO[bytes], to: Path) -> Piece:
    to.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with to.open("xb") as out:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return Piece(sha256=digest.hexdigest(), size=size)


def _compare(archive: Path, told: dict[str, Piece], found: dict[str, Piece]) -> None:
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            raise CannotBackUp(
                gettext_noop("%(archive)s is damaged: “%(name)s” is not what the manifest says; take another one."),
                archive=archive,
                name=name,
            )
    if DATABASE not in found:
        raise CannotBackUp(gettext_noop("%(archive)s holds no database: take another one."), archive=archive)
