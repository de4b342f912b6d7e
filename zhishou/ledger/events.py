"""What the areas above may hear about the ledger."""

from dataclasses import dataclass

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadShown(Event):
    """The parties of an engagement are to be told the head of a day; `to` are the uuids of the persons."""

    engagement_code: str
    day: str  # ISO date in the deployment's zone
    head: str
    number: int
    entries: int
    to: list[str]
