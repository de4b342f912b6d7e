"""The processes of one deployment, as the supervisor runs them."""

import os
import sys
from typing import Final

from django.conf import settings

from jishi.deployment.declared import identity
from jishi.supervisor.door import Answers, Process, Says

EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"}  # noqa: S104 - compared, not bound


def processes() -> tuple[Process, ...]:
    """Return what runs: pages, live updates, background work, the tick."""
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(settings.BASE_DIR), os.environ.get("PYTHONPATH")))),
        "PYTHONUNBUFFERED": "1",
        # The supervisor writes the moment before every line; one clock is enough.
        f"{identity().prefix}LOG_TIME": "false",
    }
    ours = (sys.executable, "-m", identity().command)
    return (
        Process(name="web", command=_web(), ready=Answers(url=f"{address()}/health"), environment=environment),
        Process(name="live-1", command=(*ours, "live"), ready=Says(words="is ready"), environment=environment),
        Process(name="live-2", command=(*ours, "live"), ready=Says(words="is ready"), environment=environment),
        Process(name="worker", command=(*ours, "worker"), ready=Says(words="is ready"), environment=environment),
        Process(name="tick", command=(*ours, "tick"), ready=Says(words="is ready"), environment=environment),
    )


def address() -> str:
    """Return where this machine reaches its own pages."""
    host = EVERYWHERE.get(settings.HOST, settings.HOST)
    return f"http://{host}:{settings.PORT}"


def _web() -> tuple[str, ...]:
    # One blocking thread a worker: more of them only fight for the interpreter's lock (docs/why/0002).
    serve = f"--interface wsgi --blocking-threads 1 --workers {settings.WEB_WORKERS} --no-ws --log-level warning"
    where = f"--host {settings.HOST.strip('[]')} --port {settings.PORT}"
    # A worker that is told to stop while it still loads never hears it.
    lives = "--respawn-failed-workers --respawn-interval 0.5 --workers-kill-timeout 4"
    options = f"{serve} {where} {lives}".split()
    return (sys.executable, "-m", "granian", *options, f"{identity().command}.config.wsgi:application")
