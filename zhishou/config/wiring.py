"""The one place that says who hears what, and what is done every few seconds."""

from jishi.outbox.door import Hearer
from jishi.outbox.events import Event
from jishi.tasks.door import HOUSEKEEPING, Tick
from zhishou.ledger import jobs as ledger
from zhishou.people.events import FACTS

HEARERS: dict[type[Event], tuple[Hearer, ...]] = {
    **dict.fromkeys(FACTS, (ledger.on_people_fact,)),
}

TICKS: tuple[Tick, ...] = (*HOUSEKEEPING,)
