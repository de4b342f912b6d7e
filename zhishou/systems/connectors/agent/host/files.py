"""What the agent reads of files that its own file names: logs, and folders of backups."""

import hashlib
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

MOST: Final = 8 * 1024 * 1024
BLOCK: Final = 1024 * 1024
LINE: Final = 2000


@dataclass(slots=True, kw_only=True)
class LogFollower:
    """One log: how many lines were written and how many match, since the agent began."""

    path: Path
    pattern: re.Pattern[str]
    place: int | None = None
    inode: int = 0
    lines: int = 0
    hits: int = 0
    last: str = ""

    def look(self) -> dict[str, Any]:
        """Read what is new, up to a limit."""
        try:
            status = self.path.stat()
            if self.place is None:
                self.place = status.st_size  # what was written before us is not ours to count
            elif self.inode != status.st_ino or status.st_size < self.place:
                self.place = 0
            self.inode = status.st_ino
            start = max(self.place, status.st_size - MOST)
            with self.path.open("rb") as file:
                file.seek(start)
                raw = file.read(MOST)
        except OSError as error:
            return {"trouble": error.strerror or str(error)}
        whole = raw[: raw.rfind(b"\n") + 1]
        self.place = start + len(whole)
        for line in whole.splitlines():
            text = line[:LINE].decode("utf-8", errors="replace")
            self.lines += 1
            if self.pattern.search(text):
                self.hits, self.last = self.hits + 1, text[:300]
        return {"lines": self.lines, "hits": self.hits, "last": self.last}


@dataclass(slots=True, kw_only=True)
class BackupFolder:
    """One folder of backups: the newest file, and whether it is what its checksum says."""

    folder: Path
    pattern: str
    proved: dict[str, bool] = field(default_factory=dict)

    def look(self) -> dict[str, Any]:
        """Look at the newest file; read it to its end once."""
        try:
            files = [
                one
                for one in self.folder.glob(self.pattern)
                if one.is_file() and not one.is_symlink() and one.suffix != ".sha256"
            ]
            if not files:
                return {"file": ""}
            newest = max(files, key=lambda one: one.stat().st_mtime)
            status = newest.stat()
            mark = f"{newest.name} {status.st_size} {status.st_mtime_ns}"
            if mark not in self.proved and status.st_mtime < time.time() - 2:
                self.proved = {mark: _is_whole(newest)}
        except OSError as error:
            return {"trouble": error.strerror or str(error)}
        return {
            "file": newest.name,
            "bytes": status.st_size,
            "made_at": status.st_mtime,
            "whole": self.proved.get(mark) if newest.with_name(f"{newest.name}.sha256").exists() else None,
        }


def _is_whole(file: Path) -> bool:
    beside = file.with_name(f"{file.name}.sha256")
    if not beside.is_file():
        return False
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            found.update(block)
    return beside.read_text(encoding="ascii", errors="replace")[:64] == found.hexdigest()
