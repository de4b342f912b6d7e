"""Background doors: an application that moved."""

from datetime import datetime

from jishi.outbox.door import only_where
from xieban.approvals import actions
from xieban.approvals.rules import Kind
from xieban.flows.events import InstanceMoved
from xieban.flows.queries import instance_of_event


@only_where(lambda event: event.flow == Kind.CAR)
def on_instance_moved(event: InstanceMoved, *, at: datetime) -> None:
    """Free the car of an application that does not need it any more."""
    del at
    instance = instance_of_event(uuid=event.instance_uuid)
    if instance is not None:
        actions.keep_or_free(instance=instance)
