"""Where files lie: under their own SHA-256, written aside, on the disk before they get their name."""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from jishi.files.kinds import LOOKED_AT, is_program, media_type_of
from jishi.files.names import ending_of, safe_name
from jishi.files.pictures import thumbnail_of
from jishi.refusals.door import Invalid, NotThere, Refusal

BLOCK: Final = 1 << 18
MEGABYTE: Final = 1_000_000
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class TooLarge(Invalid):
    """“%(name)s” is larger than %(most)s MB. Send a smaller one, or a part of it."""


class NothingInIt(Invalid):
    """“%(name)s” is empty. Choose it again."""


class NoProgram(Invalid):
    """“%(name)s” is a program or starts one, which is not accepted. Send a screenshot, or pack it as a ZIP file."""


class NoRoom(Refusal):
    """There is no room for this file. Tell whoever looks after this installation; nothing was kept of it."""

    status = HTTPStatus.INSUFFICIENT_STORAGE


class ContentMissing(NotThere):
    """The content of this file is missing. Tell whoever looks after this installation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that lies on the disk; a picture that can be shown has a small one, of this size."""

    name: str
    sha256: str
    size: int
    media_type: str
    thumb_width: int = 0
    thumb_height: int = 0


def keep(content: IO[bytes], *, name: str, largest: int | None = None) -> Kept:
    """Keep a stream as a file, read no further than it may be long; the same content lies there once."""
    name, largest = safe_name(name), largest or settings.FILES_LARGEST
    with _room(), aside() as file:
        digest, size = hashlib.sha256(), 0
        while block := content.read(BLOCK):
            size += len(block)
            if size > largest:
                raise TooLarge(name=name, most=largest // MEGABYTE)
            digest.update(block)
            file.write(block)
        if not size:
            raise NothingInIt(name=name)
        if is_program(_head(file), ending_of(name)):
            raise NoProgram(name=name)
        small = thumbnail_of(_flushed(file))
        media_type = small.media_type if small else media_type_of(file)
        sha256 = digest.hexdigest()
        _put(file, path_of(sha256))
        # After the content: a sweep takes the content first, so that it never takes the small picture of a new one.
        if small:
            with aside() as beside:
                beside.write(small.content)
                _put(beside, thumbnail_path(sha256))
    return Kept(
        name=name,
        sha256=sha256,
        size=size,
        media_type=media_type,
        thumb_width=small.width if small else 0,
        thumb_height=small.height if small else 0,
    )


def opened(sha256: str) -> IO[bytes]:
    """Open what is kept for reading."""
    path = path_of(sha256)
    size_of(path)
    return path.open("rb")


class Verdict(StrEnum):
    """What a kept content turned out to be."""

    WHOLE = "whole"
    CHANGED = "changed"
    MISSING = "missing"


def verified(sha256: str) -> Verdict:
    """Read a kept content, and say whether it is still what its digest says."""
    try:
        with opened(sha256) as file:
            digest = hashlib.sha256()
            while block := file.read(BLOCK):
                digest.update(block)
    except ContentMissing:
        return Verdict.MISSING
    return Verdict.WHOLE if digest.hexdigest() == sha256 else Verdict.CHANGED


def size_of(path: Path) -> int:
    """Return how large a kept file is, or raise that it is gone."""
    try:
        return path.stat().st_size
    except FileNotFoundError as error:
        raise ContentMissing from error


def path_of(sha256: str) -> Path:
    """Return where content lies."""
    return _under("kept", sha256)


def thumbnail_path(sha256: str) -> Path:
    """Return where the small picture of content lies."""
    return _under("small", sha256)


def _under(folder: str, sha256: str) -> Path:
    if not DIGEST.fullmatch(sha256):
        raise NotThere
    return Path(settings.MEDIA_ROOT) / folder / sha256[:2] / sha256


def incoming() -> Path:
    """Return the folder of what is not whole yet; a backup passes it over."""
    folder = Path(settings.MEDIA_ROOT) / ".incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def aside() -> Iterator[IO[bytes]]:
    """Open a file beside the kept ones; whatever was not put in place is gone afterwards."""
    number, name = tempfile.mkstemp(dir=incoming())
    os.close(number)
    path = Path(name)
    try:
        with path.open("r+b") as file:
            yield file
    finally:
        path.unlink(missing_ok=True)


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(LOOKED_AT)


def _flushed(file: IO[bytes]) -> Path:
    file.flush()
    os.fsync(file.fileno())
    return Path(file.name)


def _put(file: IO[bytes], path: Path) -> None:
    """Give a file that is on the disk its name; one that is there already stays, and is new again for a sweep."""
    source = _flushed(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.utime(path)
    except FileNotFoundError:
        source.rename(path)
    else:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise
