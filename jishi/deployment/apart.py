"""Work that leaves nothing behind in this process: it is done in a copy of it, which ends with the work."""

import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Final

from django.db import connections

from jishi.refusals.door import Trouble
from jishi.supervisor.door import die_with_parent

_FORK: Final = get_context("fork")


def apart(work: Callable[[], object]) -> None:
    """Do it in a copy of this process and wait for it; what troubles the copy troubles this one.

    Whoever copies itself may have one thread only: a copy has none of the others, and hangs for ever where a
    library counts on those that it began before (typst does, for whatever it sets).
    """
    connections.close_all()
    heard, spoken = Pipe(duplex=False)
    copy = _FORK.Process(target=_do, args=(work, spoken))
    copy.start()
    spoken.close()
    trouble: Trouble | None = None
    try:
        with heard, suppress(EOFError):  # it says nothing where it did its work, nor where it was killed
            trouble = heard.recv()
        copy.join()
    except BaseException:
        copy.terminate()
        copy.join()
        raise
    if trouble is not None:
        raise trouble
    if copy.exitcode:
        raise SystemExit(copy.exitcode)


def _do(work: Callable[[], object], spoken: Connection) -> None:
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the one that waits for it, which hears this too
    try:
        work()
    except Trouble as trouble:
        spoken.send(trouble)
