"""The office of the demonstration as it runs on this machine: its processes, found from its data folder."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop

from jishi.supervisor.door import CannotGoOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One process of the office."""

    pid: int
    command: str


def supervisor_of(folder: Path) -> int:
    """Return the process that holds the folder's lock."""
    try:
        pid = int((folder / "running.lock").read_text(encoding="ascii").strip())
        os.kill(pid, 0)
    except (OSError, ValueError) as error:
        raise CannotGoOn(
            gettext_noop("No office runs on %(folder)s: start it with make run."), folder=folder
        ) from error
    return pid


def processes_of(folder: Path) -> list[Running]:
    """Return every process below the office's supervisor."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            parent = _parent(entry)
            if parent is not None:
                children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [supervisor_of(folder)]
    while waiting:
        for pid in children.get(waiting.pop(), ()):
            waiting.append(pid)
            found.append(Running(pid=pid, command=_command(pid)))
    return found


def matching(folder: Path, *words: str) -> list[int]:
    """Return the office's processes whose command holds one of these."""
    found = [one.pid for one in processes_of(folder) if any(word in one.command for word in words)]
    if not found:
        raise CannotGoOn(
            gettext_noop("The office runs nothing that could be broken so (%(words)s)."), words=", ".join(words)
        )
    return sorted(found)


def send(pids: list[int], number: signal.Signals) -> None:
    """Send a signal to processes; one that has ended is no matter."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _parent(entry: Path) -> int | None:
    try:
        # The name stands in brackets and may hold anything; the parent is the second field after it.
        return int((entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""
