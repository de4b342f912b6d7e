"""What other areas may hear of meetings."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesKept(Event):
    """The minutes of a meeting were closed: what they decide may become a supervision item or a dispatch."""

    meeting_uuid: str
    title: str
    by: int
    happened_at: datetime


ALL: tuple[type[Event], ...] = (MinutesKept,)
