"""One supervisor on one data directory."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jishi.supervisor.declared import CannotGoOn, gettext_noop


@contextmanager
def sole(path: Path) -> Iterator[int]:
    """Hold the lock on `path`, whose file names the process that holds it; refuse where another one does.

    The lock is the kernel's, so that no crash leaves it behind. The keeper inherits it: a new supervisor cannot
    start before the processes of a killed one are gone.
    """
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise CannotGoOn(
                gettext_noop(
                    "It already runs on %(place)s (process %(owner)s): stop that one, or use another directory."
                ),
                place=path.parent,
                owner=owner,
            ) from error
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield file.fileno()
        file.truncate(0)
