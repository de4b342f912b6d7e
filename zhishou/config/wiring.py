"""The one place that says who hears what, and what is done every few seconds."""

from jishi.outbox.door import Hearer
from jishi.outbox.events import Event

HEARERS: dict[type[Event], tuple[Hearer, ...]] = {}
