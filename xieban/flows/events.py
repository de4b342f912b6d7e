"""What other areas may hear of flows."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceMoved(Event):
    """An instance took a step: what happened (kinds of facts), which nodes it entered, who has new work by that."""

    instance_uuid: str
    flow: str
    step: int
    status: str
    what: list[str]
    entered: list[str]
    people: list[int]
    readers: list[int]
    by: int | None
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCalled(Event):
    """A service task of an instance waits for its service; whoever does it reports back by the token's number."""

    instance_uuid: str
    flow: str
    token: int
    service: str
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMarked(Event):
    """A deadline has reached a mark (50, 80, 100 per cent); `people` have the work."""

    instance_uuid: str
    flow: str
    node: str
    percent: int
    due_at: str
    people: list[int]
    happened_at: datetime


ALL: tuple[type[Event], ...] = (InstanceMoved, ServiceCalled, DeadlineMarked)
