"""Results that wait on the disk while the database is away: bounded, none lost to a kill, none kept twice."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final

import structlog

from zhishou.watch.rules.taken import Taken, Unreadable, line_of, of_line

log = structlog.get_logger(__name__)

PIECE_BYTES: Final = 512 * 1024
AT_ONCE: Final = 1000
Keep = Callable[[Sequence[Taken]], object]


class Spool:
    """One prober's files, oldest first; the lock on their folder's name says that their prober lives."""

    def __init__(self, folder: Path, *, prober: str, most_bytes: int) -> None:
        self._folder = folder
        self._prober = prober
        self._most = most_bytes
        self._lock: IO[str] | None = None
        self._number = 0
        self.waiting = 0
        self.dropped = 0

    def open(self) -> None:
        """Make the folder, and say that this prober lives."""
        self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._lock = _locked(self._folder / f"{self._prober}.lock")

    def close(self) -> None:
        """Let others have what waits here."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            if not self._pieces(self._prober):
                (self._folder / f"{self._prober}.lock").unlink(missing_ok=True)

    def put(self, taken: Sequence[Taken]) -> None:
        """Write results down, so that a kill loses none; where there is no room, the oldest go.

        A disk that takes nothing at all costs these results, told in the log and counted, but not the watch.
        """
        try:
            self._write(taken)
        except OSError as error:
            self.dropped += len(taken)
            log.error("The disk takes no results; these are lost.", results=len(taken), error=str(error))  # noqa: TRY400 - once a quarter of a second
            return
        self.waiting += len(taken)
        self._bound()

    def _write(self, taken: Sequence[Taken]) -> None:
        pieces = self._pieces(self._prober)
        last = pieces[-1] if pieces else None
        if last is None or last.stat().st_size > PIECE_BYTES:
            self._number = int(last.stem.rpartition("-")[2]) + 1 if last else 0
            last = self._folder / f"{self._prober}-{self._number:08d}.results"
        with last.open("a", encoding="utf-8") as file:
            file.writelines(f"{line_of(one)}\n" for one in taken)
            file.flush()
            os.fsync(file.fileno())

    def drain(self, keep: Keep) -> int:
        """Give everything that waits here, and what a dead prober left, to `keep`; return how many results."""
        count = 0
        for prober in {self._prober, *self._abandoned()}:
            for piece in self._pieces(prober):
                found = list(_read(piece))
                for start in range(0, len(found), AT_ONCE):
                    keep(found[start : start + AT_ONCE])
                count += len(found)
                # Only now: what was kept and not yet removed is kept again, which changes nothing.
                piece.unlink(missing_ok=True)
            if prober != self._prober:
                (self._folder / f"{prober}.lock").unlink(missing_ok=True)
        self.waiting = 0
        return count

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits, neither of this prober nor of a dead one."""
        return next(self._folder.glob("*.results"), None) is None

    def _pieces(self, prober: str) -> list[Path]:
        return sorted(self._folder.glob(f"{prober}-*.results"))

    def _abandoned(self) -> Iterator[str]:
        """Name the probers that left results and live no more."""
        for prober in {one.stem.rpartition("-")[0] for one in self._folder.glob("*.results")} - {self._prober}:
            with contextlib.suppress(OSError):
                _locked(self._folder / f"{prober}.lock").close()
                yield prober

    def _bound(self) -> None:
        pieces = self._pieces(self._prober)
        total = sum(one.stat().st_size for one in pieces)
        while total > self._most and len(pieces) > 1:
            oldest = pieces.pop(0)
            total -= oldest.stat().st_size
            lost = sum(1 for _one in _read(oldest))
            self.waiting, self.dropped = self.waiting - lost, self.dropped + lost
            oldest.unlink()
            log.error("No room for more results on the disk; the oldest were dropped.", results=lost)


def _locked(path: Path) -> IO[str]:
    """Return the file, locked for this process; OSError where another one that lives has it."""
    file = path.open("a", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def _read(piece: Path) -> Iterator[Taken]:
    """Yield the results of a file; a line that was cut by a kill is none."""
    with piece.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                yield of_line(line)
            except Unreadable:
                log.warning("A line of results was cut.", file=piece.name)
