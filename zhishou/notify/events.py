"""What the areas above may hear about delivery."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(Event):
    """No channel of a person took a message, or a page found no channel at all."""

    person_uuid: str
    notice_uuids: tuple[str, ...]
    kinds: tuple[str, ...]
    urgency: str
    engagement_codes: tuple[str, ...]
    reason: str  # "no_channel" or "given_up"
    failed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofAsked(Event):
    """A person wants a code through a channel, to prove that it arrives."""

    channel_uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialAsked(Event):
    """A person wants a test message through a channel."""

    channel_uuid: str
