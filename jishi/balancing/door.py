"""What others use of the balancer."""

import sys
from pathlib import Path


def folder_in(data: Path) -> Path:
    """Return where the balancer of a deployment and its workers meet."""
    return data / "web"


def balancer(*, host: str, port: int, folder: Path, largest: int, as_json: bool, level: str) -> tuple[str, ...]:
    """Return the command of the balancer; `largest` is the largest body of a request in octets."""
    where = ("--host", host, "--port", str(port), "--folder", str(folder), "--largest", str(largest))
    says = ("--log-level", level, *(("--log-json",) if as_json else ()))
    return (sys.executable, "-m", "jishi.balancing", *where, *says)
