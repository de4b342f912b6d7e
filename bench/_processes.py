"""What a running product costs: seconds of CPU and memory of each of its processes, read from /proc."""

import os
from collections import Counter
from pathlib import Path

PROC = Path("/proc")
PARTS = {
    "web": " web",
    "balancer": "jishi.balancing",
    "live": " live",
    "worker": " worker",
    "tick": " tick",
    "chat": "synapse",
    "keeper": " chat keep",
    "gate": " chat gate",
    "prober": " prober",
}
TICKS = os.sysconf("SC_CLK_TCK")


def family(first: int) -> dict[int, str]:
    """Return the process and all that came from it, each with its part in the product."""
    children: dict[int, list[int]] = {}
    for path in PROC.glob("[0-9]*"):
        try:
            children.setdefault(_parent(path), []).append(int(path.name))
        except (OSError, ValueError):
            continue  # it has just ended
    found, pending = {}, [first]
    while pending:
        pid = pending.pop()
        found[pid] = _part(pid)
        pending += children.get(pid, [])
    return found


def _parent(path: Path) -> int:
    return int(_fields(path)[1])


def _fields(path: Path) -> list[str]:
    return (path / "stat").read_text().rpartition(")")[2].split()


def _part(pid: int) -> str:
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return "gone"
    for name, mark in PARTS.items():
        if mark in words:
            return name
    return "start"


def cpu(pids: dict[int, str]) -> Counter[str]:
    """Return the seconds of CPU that each part has used until now."""
    spent: Counter[str] = Counter()
    for pid, part in pids.items():
        try:
            user, system = _fields(PROC / str(pid))[11:13]
        except OSError:
            continue
        spent[part] += (int(user) + int(system)) / TICKS  # type: ignore[assignment]
    return spent


def memory(pids: dict[int, str]) -> list[tuple[str, int]]:
    """Return each process's share of memory (PSS) in kB; what several share is divided among them."""
    found = []
    for pid, part in pids.items():
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found.append((part, next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))))
    return found
