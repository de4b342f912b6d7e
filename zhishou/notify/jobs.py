"""The background doors of delivery."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from jishi.tasks.door import ready_of
from zhishou.notify.actions import planning, sending
from zhishou.notify.queries.deliveries import count_due

_TIME_OF_ONE_TASK = timedelta(seconds=60)
_ONE_TASK_A = 20
_MOST_TASKS = 4


@task(priority=50)
def send_due() -> int:
    """Send what is due for at most a minute; many may run at once, on many machines."""
    return sending.send_due(clock=timezone.now, until=timezone.now() + _TIME_OF_ONE_TASK)


def tick(*, at: datetime) -> None:
    """Plan what is due, and wake as many senders as there is work for."""
    planning.plan(at=at)
    waiting = count_due(at=at, most=_ONE_TASK_A * _MOST_TASKS)
    for _ in range(-(-waiting // _ONE_TASK_A) - (ready_of(send_due.module_path) if waiting else 0)):
        send_due.enqueue()
