"""The background doors of delivery."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from jishi.outbox.events import Event
from jishi.tasks.door import ready_of
from zhishou.notify.actions import alarms, channels, planning, sending
from zhishou.notify.events import ProofAsked, TrialAsked
from zhishou.notify.queries.deliveries import count_due

_TIME_OF_ONE_TASK = timedelta(seconds=60)
_ONE_TASK_A = 20
_MOST_TASKS = 4
_PRESSING = "pressing"  # the settings' PRESSING_QUEUE: a call waits for no task of another kind


@task(priority=50, queue_name=_PRESSING)
def send_due() -> int:
    """Send what is due for at most a minute; many may run at once, on many machines."""
    return sending.send_due(clock=timezone.now, until=timezone.now() + _TIME_OF_ONE_TASK)


@task(priority=60, queue_name=_PRESSING)
def send_at_once() -> int:
    """Plan what is due, and send, without waiting for the next tick."""
    planning.plan(at=timezone.now())
    return sending.send_due(clock=timezone.now, until=timezone.now() + _TIME_OF_ONE_TASK)


def on_somebody_called(_event: Event, *, at: datetime) -> None:  # noqa: ARG001 - a hearer's form
    """Wake a sender: each second counts."""
    if not ready_of(send_at_once.module_path):
        send_at_once.enqueue()


def tick(*, at: datetime) -> None:
    """Plan what is due, and wake as many senders as there is work for."""
    planning.plan(at=at)
    waiting = count_due(at=at, most=_ONE_TASK_A * _MOST_TASKS)
    for _ in range(-(-waiting // _ONE_TASK_A) - (ready_of(send_due.module_path) if waiting else 0)):
        send_due.enqueue()


def watch(*, at: datetime) -> None:
    """See whether messages leave the house at all."""
    alarms.watch(at=at)


@task(priority=40)
def send_code(*, channel_uuid: str) -> None:
    """Send the code by which a person proves a channel."""
    channels.send_code(uuid=channel_uuid, at=timezone.now())


@task(priority=40)
def send_trial(*, channel_uuid: str) -> None:
    """Send a test message."""
    channels.send_trial(uuid=channel_uuid, at=timezone.now())


def on_proof_asked(event: ProofAsked, *, at: datetime) -> None:  # noqa: ARG001 - a hearer's form
    """Wake a sender; nothing leaves in the transaction of the outbox."""
    send_code.enqueue(channel_uuid=event.channel_uuid)


def on_trial_asked(event: TrialAsked, *, at: datetime) -> None:  # noqa: ARG001 - a hearer's form
    """Wake a sender; nothing leaves in the transaction of the outbox."""
    send_trial.enqueue(channel_uuid=event.channel_uuid)
