"""Background doors: an approval that ended otherwise than by its last step."""

from datetime import datetime

from xieban.flows.events import InstanceMoved
from xieban.flows.queries import instance_of_event
from xieban.meetings import actions
from xieban.meetings.rules import FLOW


def on_instance_moved(event: InstanceMoved, *, at: datetime) -> None:
    """Let the room of a meeting whose approval was called off be free again."""
    del at
    instance = instance_of_event(uuid=event.instance_uuid) if event.flow == FLOW else None
    if instance is not None:
        actions.settle(instance=instance)
