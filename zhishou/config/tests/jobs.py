"""A task for the tests: what takes as long as they like."""

import time
from pathlib import Path

from django_tasks import task

LOOK_EVERY = 0.05


@task()
def take_long(*, until: str) -> None:
    """Take until a file is there."""
    while not Path(until).exists():
        time.sleep(LOOK_EVERY)
