"""Background doors: a review that ended otherwise than by publishing."""

from datetime import datetime

from jishi.outbox.door import only_where
from xieban.flows.events import InstanceMoved
from xieban.flows.queries import instance_of_event
from xieban.notices import actions
from xieban.notices.rules import FLOW


@only_where(lambda event: event.flow == FLOW)
def on_instance_moved(event: InstanceMoved, *, at: datetime) -> None:
    """Let a notice whose review was called off be a draft again."""
    del at
    instance = instance_of_event(uuid=event.instance_uuid)
    if instance is not None:
        actions.settle(instance=instance)
