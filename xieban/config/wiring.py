"""The one place that says who hears what, and what is done every few seconds."""

from jishi.outbox.door import NOBODY, Hearer
from jishi.outbox.events import Event
from jishi.tasks.door import HOUSEKEEPING, Tick
from xieban.directory import events as directory_events
from xieban.directory import jobs as directory

HEARERS: dict[type[Event], tuple[Hearer, ...]] = {
    **dict.fromkeys(directory_events.ALL, NOBODY),
    directory_events.PasswordForgotten: (directory.on_password_forgotten,),
}

TICKS: tuple[Tick, ...] = (*HOUSEKEEPING,)
