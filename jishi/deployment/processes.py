"""The processes of one deployment, as the supervisor runs them."""

import os
import shutil
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from jishi.balancing.door import balancer, folder_in
from jishi.deployment.declared import identity
from jishi.deployment.loaded import obey
from jishi.files.door import largest_request
from jishi.supervisor.door import Answers, Process, Says

EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"}  # noqa: S104 - compared, not bound
# Whoever waits at a page goes before what may be done a second later; a breach must still be found in time.
BEHIND_PEOPLE: Final = 5
BEFORE_WORK: Final = 2


def count_together() -> None:
    """Let all that starts from here count in one empty folder: whichever is asked tells the figures of all.

    To be called before any page is loaded: what counts asks for the folder when it is loaded.
    """
    figures = Path(settings.DATA_DIR) / "figures"
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)


def processes() -> tuple[Process, ...]:
    """Return what runs: pages, live updates, background work, the tick, and what the product has besides."""
    door = Process(
        name="web", command=_balancer(), ready=Answers(url=f"{address()}/health"), environment=_environment()
    )
    workers = (own(f"web-{number}", "web") for number in range(1, settings.WEB_WORKERS + 1))
    lives = (own("live-1", "live"), own("live-2", "live"))
    more: tuple[Process, ...] = import_string(settings.MORE_PROCESSES)() if settings.MORE_PROCESSES else ()
    return (door, *workers, *lives, *_background(), own("tick", "tick", niceness=BEFORE_WORK), *more)


def _background() -> tuple[Process, ...]:
    """Return the workers: what presses, and the outbox, wait for nothing that takes long (docs/why/0054)."""
    if not settings.PRESSING_QUEUE:
        return (own("worker", "worker", niceness=BEHIND_PEOPLE),)
    return (
        own("worker-1", "worker", "--queue", settings.PRESSING_QUEUE, niceness=BEHIND_PEOPLE),
        own("worker-2", "worker", "--tasks-only", niceness=BEHIND_PEOPLE),
    )


def own(name: str, *arguments: str, niceness: int = 0) -> Process:
    """Return a process that runs one of the product's own commands and says when it is ready."""
    return Process(
        name=name,
        command=(identity().command, *arguments),
        work=partial(obey, *arguments),
        ready=Says(words="is ready"),
        environment=_environment(),
        niceness=niceness,
    )


def _environment() -> dict[str, str]:
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(settings.BASE_DIR), os.environ.get("PYTHONPATH")))),
        "PYTHONUNBUFFERED": "1",
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
