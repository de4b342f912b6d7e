"""What a Linux host says of itself in /proc: processor, memory, disks, ports, units."""

import os
import shutil
import subprocess
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

PROC: Final = Path("/proc")
REAL: Final = frozenset(
    {"ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "overlay", "f2fs", "jfs", "reiserfs", "vfat"}
)
LISTENS: Final = "0A"
WINDOW_S: Final = 300


@dataclass(slots=True, kw_only=True)
class Meter:
    """What has to be remembered between two looks: counters that only mean something as a difference."""

    processor: deque[tuple[float, float, float]] = field(default_factory=deque)
    disks: dict[str, tuple[float, float]] = field(default_factory=dict)

    def busy_percent(self, now: float) -> float | None:
        """Return how busy all processors were in the last five minutes, or since the first look."""
        first = (PROC / "stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]
        ticks = [float(one) for one in first]
        total, idle = sum(ticks), ticks[3] + ticks[4]
        self.processor.append((now, total, idle))
        while len(self.processor) > 2 and self.processor[0][0] < now - WINDOW_S:  # noqa: PLR2004 - two ends
            self.processor.popleft()
        _then, before, rested = self.processor[0]
        spent = total - before
        return 100 * (1 - (idle - rested) / spent) if spent > 0 else None

    def disk_await(self) -> float | None:
        """Return how many milliseconds the slowest disk took for one request since the look before."""
        slowest: float | None = None
        for line in (PROC / "diskstats").read_text(encoding="ascii").splitlines():
            parts = line.split()
            name = parts[2]
            if name.startswith(("loop", "ram", "zram", "sr")) or not (Path("/sys/block") / name).exists():
                continue
            requests = float(parts[3]) + float(parts[7])
            spent = float(parts[6]) + float(parts[10])
            before = self.disks.get(name)
            self.disks[name] = (requests, spent)
            if before and requests > before[0]:
                slowest = max(slowest or 0.0, (spent - before[1]) / (requests - before[0]))
        return slowest


def memory() -> dict[str, int]:
    """Return bytes of memory and swap."""
    lines = (PROC / "meminfo").read_text(encoding="ascii").splitlines()
    found = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}
    return {
        "total": found.get("MemTotal", 0),
        "available": found.get("MemAvailable", 0),
        "swap_total": found.get("SwapTotal", 0),
        "swap_free": found.get("SwapFree", 0),
    }


def filesystems() -> list[dict[str, Any]]:
    """Return the real filesystems with their room, each device once."""
    seen: set[str] = set()
    rows: list[dict[str, Any]] = []
    for line in (PROC / "mounts").read_text(encoding="utf-8").splitlines():
        device, mount, kind = line.split()[:3]
        if kind not in REAL or device in seen:
            continue
        seen.add(device)
        try:
            room = os.statvfs(mount.replace("\\040", " "))
        except OSError:
            continue
        rows.append(
            {
                "mount": mount,
                "size": room.f_blocks * room.f_frsize,
                "free": room.f_bavail * room.f_frsize,
                "inodes": room.f_files,
                "inodes_free": room.f_favail,
            }
        )
    return rows


def listening() -> list[dict[str, Any]]:
    """Return the TCP ports that listen, and whether others can reach them."""
    found: set[tuple[int, bool]] = set()
    for name in ("tcp", "tcp6"):
        table = PROC / "net" / name
        if not table.exists():
            continue
        for line in table.read_text(encoding="ascii").splitlines()[1:]:
            parts = line.split()
            if parts[3] == LISTENS:
                address, _, port = parts[1].rpartition(":")
                local = address in {"0100007F", "00000000000000000000000001000000"} or address.endswith(
                    "0000FFFF0100007F"
                )
                found.add((int(port, 16), local))
    return [{"port": port, "local": local} for port, local in sorted(found)]


def processes(names: list[str]) -> dict[str, int]:
    """Return how many processes of each name run."""
    counts = dict.fromkeys(names, 0)
    for one in PROC.iterdir():
        if one.name.isdigit():
            try:
                words = (one / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            for name in names:
                counts[name] += name in words
    return counts


def units(names: list[str]) -> dict[str, str]:
    """Return the state of units of systemd."""
    program = shutil.which("systemctl")
    if not program or not names:
        return {}
    try:
        done = subprocess.run(  # noqa: S603 - the names are of the agent's own file
            [program, "is-active", "--", *names], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return dict(zip(names, done.stdout.split(), strict=False))


def uptime() -> float:
    """Return the seconds since the host started."""
    return float((PROC / "uptime").read_text(encoding="ascii").split()[0])
