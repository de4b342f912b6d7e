"""Contents to which nothing refers any more, e.g. of a form that was refused, are taken away after a while."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from django.conf import settings

from jishi.files.store import DIGEST, incoming, thumbnail_path

log = structlog.get_logger("files")
KEPT_FOR: Final = timedelta(days=1)
A_WHILE: Final = timedelta(minutes=10)
SHELVES: Final = 256
"""Contents lie in so many folders, by the first two characters of their digest."""

References = Callable[[Collection[str]], Iterable[str]]
"""Returns which of some digests something refers to."""


def sweep(*, shelf: int, referenced: References, at: datetime) -> int:
    """Take away what lies in one folder for more than a day and nothing refers to; return how many contents.

    Whoever keeps the same content meanwhile wins: keeping makes it new, and what is new again is put back.
    """
    before = (at - KEPT_FOR).timestamp()
    _clear_incoming(at)
    folder = Path(settings.MEDIA_ROOT) / "kept" / f"{shelf % SHELVES:02x}"
    old = {path.name: path for path in _files(folder) if DIGEST.fullmatch(path.name) and _is_old(path, before)}
    if not old:
        return 0
    orphans = set(old) - set(referenced(set(old)))
    taken = sum(_take(old[name], referenced=referenced, before=before) for name in sorted(orphans))
    if taken:
        log.info("Contents to which nothing refers were taken away.", count=taken)
    return taken


def shelf_of_turn(*, at: datetime, every: timedelta) -> int:
    """Return which folder is swept at a moment, so that each has its turn and no process must remember."""
    return int(at.timestamp() // every.total_seconds()) % SHELVES


def _take(path: Path, *, referenced: References, before: float) -> bool:
    """Move content out of sight, look again, and only then remove it."""
    small = thumbnail_path(path.name)
    hidden, hidden_small = _hide(path), _hide(small)
    if hidden is None:
        if hidden_small is not None:
            _put_back(hidden_small, small)
        return False
    needed = not _is_old(hidden, before) or bool(set(referenced({path.name})))
    if needed:
        _put_back(hidden, path)
    else:
        hidden.unlink(missing_ok=True)
    if hidden_small is not None:
        if needed or not _is_old(hidden_small, before):
            _put_back(hidden_small, small)
        else:
            hidden_small.unlink(missing_ok=True)
    return not needed


def _hide(path: Path) -> Path | None:
    hidden = incoming() / f"swept-{path.parent.parent.name}-{path.name}"
    try:
        path.rename(hidden)
    except FileNotFoundError:
        return None
    return hidden


def _put_back(hidden: Path, path: Path) -> None:
    """Give it its place again; whoever has kept the same content there meanwhile has kept the same bytes."""
    hidden.rename(path)
    os.utime(path)


def _clear_incoming(at: datetime) -> None:
    """Remove what a process that died left half written, and give back what one was about to take away."""
    for path in _files(incoming()):
        marks = path.name.split("-")
        if marks[0] == "swept" and len(marks) == 3:  # noqa: PLR2004 - as `_hide` writes it
            if path.stat().st_ctime < (at - A_WHILE).timestamp():
                _put_back(path, Path(settings.MEDIA_ROOT) / marks[1] / marks[2][:2] / marks[2])
        elif _is_old(path, (at - KEPT_FOR).timestamp()):
            path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            yield from [Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False)]
    except FileNotFoundError:
        return


def _is_old(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False
