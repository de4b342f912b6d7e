"""Background doors: an approval that ended otherwise than by its last step."""

from datetime import datetime

from jishi.outbox.door import only_where
from xieban.flows.events import InstanceMoved
from xieban.flows.queries import instance_of_event
from xieban.meetings import actions
from xieban.meetings.rules import FLOW


@only_where(lambda event: event.flow == FLOW)
def on_instance_moved(event: InstanceMoved, *, at: datetime) -> None:
    """Let the room of a meeting whose approval was called off be free again."""
    del at
    instance = instance_of_event(uuid=event.instance_uuid)
    if instance is not None:
        actions.settle(instance=instance)
