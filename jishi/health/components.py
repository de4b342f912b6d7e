"""What runs under every product: database, workers, tick, news between areas, live updates, disk of the files."""

import shutil
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from jishi.health import rules
from jishi.health.deployed import deployed
from jishi.health.parts import Part, PartKind, Seen, Standing, worst
from jishi.heartbeat.door import alive
from jishi.outbox.door import lag
from jishi.tasks.door import queue_state, tick_age

LEAST_FREE: Final = 500 * 2**20
VERY_LITTLE: Final = 50 * 2**20
LIVE_WITHIN: Final = 1.0


def database(_at: datetime) -> Seen:
    """Ask the database something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Seen()


def workers(at: datetime) -> Seen:
    """See whether tasks are taken, and which failed."""
    queue, living = queue_state(at), sum(one.kind == "worker" for one in alive(at=at))
    waited = queue.oldest_wait
    seen = worst(
        [
            (not living, Standing.DOWN, "no worker is alive"),
            (waited > rules.LATE_TASK, Standing.DEGRADED, f"a task has waited {waited.total_seconds():.0f} s"),
            (bool(queue.failed), Standing.DEGRADED, f"{queue.failed} tasks have failed"),
        ]
    )
    figures = {
        "alive": living,
        "ready": queue.ready,
        "running": queue.running,
        "failed": queue.failed,
        "oldest_wait_seconds": waited.total_seconds(),
    }
    return replace(seen, figures=figures)


def tick(at: datetime) -> Seen:
    """See when anything periodic was done last."""
    age = tick_age(at)
    if age is None:
        return Seen(standing=Standing.DOWN, reasons=("it never ran",))
    late = age > rules.LATE_TICK
    seen = worst([(late, Standing.DOWN, f"it last ran {age.total_seconds():.0f} s ago")])
    return replace(seen, figures={"age_seconds": age.total_seconds()})


def outbox(at: datetime) -> Seen:
    """See whether news reaches whom it should."""
    behind = lag(at)
    waited = behind.oldest
    seen = worst(
        [
            (
                waited > rules.LATE_MESSAGE,
                Standing.DEGRADED,
                f"a message waited {waited.total_seconds():.0f} s",
            ),
            (bool(behind.given_up), Standing.DEGRADED, f"{behind.given_up} messages were given up"),
        ]
    )
    figures = {"waiting": behind.waiting, "given_up": behind.given_up, "lag_seconds": waited.total_seconds()}
    return replace(seen, figures=figures)


def live(_at: datetime) -> Seen:
    """Ask the process that tells pages what changes, on this machine."""
    asked = HTTPConnection("127.0.0.1", settings.LIVE_PORT, timeout=LIVE_WITHIN)
    try:
        asked.request("GET", "/health")
        answered = asked.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        answered = False
    finally:
        asked.close()
    return worst([(not answered, Standing.DEGRADED, f"nothing answers on port {settings.LIVE_PORT} here")])


def files(_at: datetime) -> Seen:
    """See whether the folder of the files is there, and how much room is left."""
    folder = Path(settings.MEDIA_ROOT)
    if not folder.is_dir():
        return Seen(standing=Standing.DOWN, reasons=("the folder of the files is missing",))
    free = shutil.disk_usage(folder).free
    seen = worst(
        [
            (free < VERY_LITTLE, Standing.DOWN, f"only {free // 2**20} MB are free"),
            (VERY_LITTLE <= free < LEAST_FREE, Standing.DEGRADED, f"only {free // 2**20} MB are free"),
        ]
    )
    return replace(seen, figures={"free_bytes": free})


COMPONENTS: Final = (
    Part(name="database", kind=PartKind.COMPONENT, words=_("Database"), look=database),
    Part(name="workers", kind=PartKind.COMPONENT, words=_("Background work"), look=workers),
    Part(name="tick", kind=PartKind.COMPONENT, words=_("Periodic work"), look=tick),
    Part(name="outbox", kind=PartKind.COMPONENT, words=_("News between areas"), look=outbox),
    Part(name="live", kind=PartKind.COMPONENT, words=_("Live updates"), look=live),
    Part(name="deployment", kind=PartKind.COMPONENT, words=_("Settings and tables"), look=deployed),
    Part(name="files", kind=PartKind.COMPONENT, words=_("Files"), look=files),
)
"""What both products have; each adds its own."""
