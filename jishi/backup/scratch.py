"""A folder to work in, which goes with the work; one that a killed work left behind goes with the next."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils.translation import gettext_noop

from jishi.backup.declared import CannotBackUp
from jishi.refusals.door import why_of

NAMES: Final = ".backup-"


@contextmanager
def scratch(place: Path) -> Iterator[Path]:
    """Make a folder for one work; others may be at theirs. It holds a copy of the database: none is left lying."""
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(place)
        draft, folder = (place / f"{name}{secrets.token_hex(4)}" for name in (".new-backup-", NAMES))
        draft.mkdir(mode=0o700)
        held = _hold(draft)
        draft.rename(folder)  # under this name it is never seen unheld while its process lives
    except OSError as error:
        raise CannotBackUp(
            gettext_noop("%(folder)s cannot be written (%(why)s): make it writable."),
            folder=place,
            why=why_of(error),
        ) from error
    connection.close_if_unusable_or_obsolete()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep(place: Path) -> None:
    """Remove what killed ones left; the kernel takes back what they held."""
    for left in place.glob(f"{NAMES}*"):
        try:
            held = _hold(left)
        except OSError:  # somebody is at work in it
            continue
        shutil.rmtree(left, ignore_errors=True)
        os.close(held)


def _hold(folder: Path) -> int:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held
