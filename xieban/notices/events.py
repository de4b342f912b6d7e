"""What other areas may hear of notices."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeChanged(Event):
    """A notice was published or withdrawn."""

    notice_uuid: str
    happened_at: datetime


ALL: tuple[type[Event], ...] = (NoticeChanged,)
