"""The processes of one deployment, as the supervisor runs them."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from jishi.balancing.door import balancer, folder_in
from jishi.deployment.declared import identity
from jishi.files.door import largest_request
from jishi.supervisor.door import Answers, Process, Says

EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"}  # noqa: S104 - compared, not bound
# Whoever waits at a page goes before what may be done a second later; a breach must still be found in time.
BEHIND_PEOPLE: Final = 5
BEFORE_WORK: Final = 2


def fresh_figures() -> Path:
    """Make an empty folder in which web workers count together: whichever is asked tells the figures of all."""
    figures = Path(settings.DATA_DIR) / "figures"
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(mode=0o700)
    return figures


def processes(*, figures: Path) -> tuple[Process, ...]:
    """Return what runs: pages, live updates, background work, the tick, and what the product has besides."""
    door = Process(
        name="web", command=_balancer(), ready=Answers(url=f"{address()}/health"), environment=_environment()
    )
    together = {"PROMETHEUS_MULTIPROC_DIR": str(figures)}
    workers = (_web_worker(number, counts=together) for number in range(1, settings.WEB_WORKERS + 1))
    lives = (own("live-1", "live"), own("live-2", "live"))
    more: tuple[Process, ...] = import_string(settings.MORE_PROCESSES)() if settings.MORE_PROCESSES else ()
    behind = (own("worker", "worker", niceness=BEHIND_PEOPLE), own("tick", "tick", niceness=BEFORE_WORK))
    return (door, *workers, *lives, *behind, *more)


def own(name: str, *arguments: str, niceness: int = 0) -> Process:
    """Return a process that runs one of the product's own commands and says when it is ready."""
    command = (sys.executable, "-m", identity().command, *arguments)
    ready = Says(words="is ready")
    return Process(name=name, command=command, ready=ready, environment=_environment(), niceness=niceness)


def _web_worker(number: int, *, counts: Mapping[str, str]) -> Process:
    worker = own(f"web-{number}", "web")
    return replace(worker, environment={**counts, **worker.environment})


def _environment() -> dict[str, str]:
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(settings.BASE_DIR), os.environ.get("PYTHONPATH")))),
        "PYTHONUNBUFFERED": "1",
        # The supervisor writes the moment before every line; one clock is enough.
        f"{identity().prefix}LOG_TIME": "false",
    }


def address() -> str:
    """Return where this machine reaches its own pages."""
    host = EVERYWHERE.get(settings.HOST, settings.HOST)
    return f"http://{host}:{settings.PORT}"


def _balancer() -> tuple[str, ...]:
    return balancer(
        host=settings.HOST.strip("[]"),
        port=settings.PORT,
        folder=folder_in(Path(settings.DATA_DIR)),
        largest=largest_request(),
        as_json=settings.LOG_JSON,
        level=settings.LOG_LEVEL,
    )
