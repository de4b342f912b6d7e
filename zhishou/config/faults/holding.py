"""Holds a fault for as long as it lives, as a process of its own: `python holding.py KIND ARGUMENTS…`.

Nothing is imported but the standard library. What it holds is the kernel's: it ends with this process.
"""

import fcntl
import os
import signal
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

SHM_LOCKS = (120, 8)
"""Where SQLite's processes lock each other out: eight bytes of the file beside the database."""

# Stopped for so long, a page takes two seconds and none is turned away; between stops as many pass as come.
PAGES_AT_ONCE = 6.5
STOPPED_FOR = 4.0
LONGEST_RUN = 2.0


def lock_database(path: str) -> None:
    """Hold every lock of a SQLite database: nobody reads, nobody writes."""
    file = os.open(f"{path}-shm", os.O_RDWR)
    start, length = SHM_LOCKS
    asked = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)
    until = time.monotonic() + 30
    while True:
        try:
            fcntl.fcntl(file, fcntl.F_SETLK, asked)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.002)
        else:
            break
    while True:
        time.sleep(60)


def throttle(url: str, pids: list[int]) -> None:
    """Let processes do what is waiting, of a few pages at the most, then stop them for a while; again and again.

    What counts is what they did, not how long they had: on a busy machine they would do nothing at all.
    """

    def let_go(*_: object) -> None:
        each(pids, signal.SIGCONT)
        sys.exit(0)

    share = PAGES_AT_ONCE * cost_of(url, pids)
    signal.signal(signal.SIGTERM, let_go)
    while each(pids, signal.SIGSTOP):
        time.sleep(STOPPED_FOR)
        before, until = spent(pids), time.monotonic() + LONGEST_RUN
        each(pids, signal.SIGCONT)
        time.sleep(0.002)
        while spent(pids) - before < share and time.monotonic() < until and is_busy(pids):
            time.sleep(0.001)


def cost_of(url: str, pids: list[int]) -> float:
    """Return what one page costs these processes in seconds of the processor; the least of some tries."""
    found = []
    for _try in range(4):
        before = spent(pids)
        with suppress(OSError), urlopen(url, timeout=10) as answer:  # noqa: S310 - the office of the demonstration
            answer.read()
        found.append(spent(pids) - before)
    return min(found)


def _tasks(pids: list[int], name: str) -> list[str]:
    found = []
    for path in (one for pid in pids for one in Path("/proc").glob(f"{pid}/task/*/{name}")):
        with suppress(OSError):
            found.append(path.read_text(encoding="utf-8", errors="replace"))
    return found


def spent(pids: list[int]) -> float:
    """Return how many seconds of the processor they have had."""
    return sum(int(one.split()[0]) for one in _tasks(pids, "schedstat")) / 1e9


def is_busy(pids: list[int]) -> bool:
    """Say whether one of them has something to do."""
    return any(one.rpartition(")")[2].split()[0] in "RD" for one in _tasks(pids, "stat"))


def each(pids: list[int], number: int) -> bool:
    """Signal every one; say whether any was there."""
    there = False
    for pid in pids:
        try:
            os.kill(pid, number)
            there = True
        except ProcessLookupError:
            continue
    return there


def main() -> None:
    kind, *arguments = sys.argv[1:]
    if kind == "database":
        lock_database(arguments[0])
    else:
        url, *pids = arguments
        throttle(url, [int(one) for one in pids])


if __name__ == "__main__":
    main()
