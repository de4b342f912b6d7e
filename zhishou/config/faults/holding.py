"""Holds a fault for as long as it lives, as a process of its own: `python holding.py KIND ARGUMENTS…`.

Nothing is imported but the standard library. What it holds is the kernel's: it ends with this process.
"""

import fcntl
import os
import signal
import struct
import sys
import time

SHM_LOCKS = (120, 8)
"""Where SQLite's processes lock each other out: eight bytes of the file beside the database."""


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


def throttle(run: float, stop: float, pids: list[int]) -> None:
    """Let processes run for a moment and stop for a longer one, again and again."""

    def let_go(*_: object) -> None:
        each(pids, signal.SIGCONT)
        sys.exit(0)

    signal.signal(signal.SIGTERM, let_go)
    while each(pids, signal.SIGSTOP):
        time.sleep(stop)
        each(pids, signal.SIGCONT)
        time.sleep(run)


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
        run, stop, *pids = arguments
        throttle(float(run), float(stop), [int(one) for one in pids])


if __name__ == "__main__":
    main()
