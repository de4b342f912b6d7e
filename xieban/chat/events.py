"""What the areas above may hear of the chat."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeKeyChanged(Event):
    """The operator at the console made, renewed or ended the key (`key`) by which an outside watch speaks."""

    happened_at: datetime
    key: str
    name: str
    what: str
    expires_at: datetime | None


ALL: tuple[type[Event], ...] = (ProbeKeyChanged,)
