"""What the areas above may hear about contracts."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFact(Event):
    """A fact about the contract of one engagement."""

    engagement_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersionMade(ContractFact):
    """A pack was loaded and differs from the version before; number 1 is the contract itself."""

    number: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVersionMade(ContractFact):
    """The contract's hours changed from now on."""

    number: int
    made_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneApproaching(ContractFact):
    """A milestone is near; told once for each of the days ahead that the contract names."""

    milestone_uuid: str
    kind: str
    key: str
    name: str
    due_at: datetime
    days_ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneMissed(ContractFact):
    """A milestone passed undone."""

    milestone_uuid: str
    kind: str
    key: str
    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TermEnded(ContractFact):
    """The last moment of the term has passed."""

    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementConsumed(ContractFact):
    """Some of an entitlement was used; `balance` is what the contract still gives."""

    key: str
    quantity: int
    balance: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementRunningLow(ContractFact):
    """As few are left as the contract says the parties are to be told of."""

    key: str
    name: str
    unit: str
    balance: int


ALL: tuple[type[ContractFact], ...] = (
    PolicyVersionMade,
    CalendarVersionMade,
    MilestoneApproaching,
    MilestoneMissed,
    TermEnded,
    EntitlementConsumed,
    EntitlementRunningLow,
)
