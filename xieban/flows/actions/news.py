"""What comes to instances from outside people: timers, messages, services that report."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from xieban.directory.models import Person
from xieban.flows.actions.refusals import FlowIsOver, FlowIsSuspended, NobodyWaits, SomebodyWasFirst
from xieban.flows.actions.stepping import take
from xieban.flows.models import Instance, Reading
from xieban.flows.queries.timers import due_timers
from xieban.flows.rules import news
from xieban.flows.rules.draft import Draft
from xieban.flows.rules.entering import hand_out
from xieban.flows.rules.expressions import Value


def fire_due(*, at: datetime, most: int = 200) -> int:
    """Let the timers run out that are due, each in a transaction of its own; return how many did.

    One that another process fired, or that was stopped meanwhile, is left alone.
    """
    fired = 0
    for timer in due_timers(at=at, most=most):
        try:
            take(instance_id=timer.instance_id, act=partial(news.fire, timer=timer.number), by=None, at=at)
        except (NobodyWaits, FlowIsOver, FlowIsSuspended):
            continue
        fired += 1
    return fired


def deliver_message(*, instance: Instance, message: str, values: Mapping[str, Value], at: datetime) -> Instance:
    """Give a message to whatever waits for it in an instance."""
    return take(instance_id=instance.pk, act=partial(news.catch, message=message, values=values), by=None, at=at)


def give_copies(*, instance: Instance, people: Sequence[int], by: Person | None, at: datetime) -> Instance:
    """Give people a copy to read, for an area that says itself who may; whoever has one unread gets no second."""

    def act(draft: Draft) -> None:
        hand_out(draft, people, token=0, node="")

    return take(instance_id=instance.pk, act=act, by=by, at=at)


def press_copy(*, reading: Reading, at: datetime) -> None:
    """Mark a copy that nobody has read yet as urged, for an area that says itself who may."""
    Reading.objects.filter(pk=reading.pk, read_at=None).update(pressed_at=at)


def report_service(*, instance: Instance, token: int, values: Mapping[str, Value], at: datetime) -> bool:
    """Report that the service of a stay is done; say whether it was still waited for."""
    return _report(instance, partial(news.service_done, token=token, values=values), at=at)


def report_trouble(*, instance: Instance, token: int, trouble: str, at: datetime) -> bool:
    """Report that the service of a stay failed; it is called again, at most three times."""
    return _report(instance, partial(news.service_failed, token=token, trouble=trouble), at=at)


def _report(instance: Instance, act: Callable[[Draft], None], *, at: datetime) -> bool:
    try:
        take(instance_id=instance.pk, act=act, by=None, at=at)
    except SomebodyWasFirst:
        return False  # told twice: delivery is at least once
    return True
