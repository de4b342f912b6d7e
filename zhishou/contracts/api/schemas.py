"""What the API says of contracts."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

from jishi.api.door import Whole

Quantity = Annotated[Whole, Field(ge=1, le=100_000)]
Why = Annotated[str, Field(min_length=1, max_length=200)]


class EngagementOut(Schema):
    """A contract in which the caller holds a role."""

    code: str
    name: str
    client: str
    vendor: str
    starts: date
    ends: date
    policy_version: int


class TargetOut(Schema):
    """One commitment of one level; durations as the pack writes them, their basis in words."""

    level: int
    commitment: str
    within: str
    within_words: str
    starts: str
    tolerance_seconds: int
    warn_before_seconds: list[int]
    pauses: list[str]
    extendable: bool
    met_by: list[str]


class ContractOut(Schema):
    """What is agreed now: the pack itself, and the targets that follow from it."""

    engagement: EngagementOut
    calendar_version: int
    holidays_known_until: int | None
    targets: list[TargetOut]
    pack: dict[str, Any] = Field(description="As in wire/contract-pack.schema.json.")


class PolicyVersionOut(Schema):
    """One version of the policy."""

    number: int
    digest: str
    made_at: datetime
    made_by: str


class ChangeOut(Schema):
    """One key that differs from the version before."""

    key: str
    words: str


class PolicyVersionWhole(PolicyVersionOut):
    """One version with its document, and what it changed."""

    document: dict[str, Any]
    changes: list[ChangeOut]


class EntitlementOut(Schema):
    """One entitlement of one term."""

    key: str
    name: str
    unit: str
    starts_at: datetime
    ends_at: datetime
    granted: int
    approved: int
    reserved: int
    consumed: int
    balance: int
    available: int


class MovementOut(Schema):
    """One movement of an entitlement."""

    id: int
    kind: str
    quantity: int
    balance_after: int
    reservation: UUID | None
    reason: str
    by: str
    at: datetime


class MovementIn(Schema):
    """A movement to make: reserve and approve name a quantity, the others the reservation they move."""

    kind: Literal["reserve", "consume", "release", "refund", "approve"]
    quantity: Quantity | None = None
    reservation: UUID | None = None
    reason: Why | None = Field(None, description="What for (reserve), or why (release, refund, approve).")


class MilestoneOut(Schema):
    """One milestone."""

    uuid: UUID
    kind: str
    key: str
    name: str
    starts_at: datetime | None
    due_at: datetime
    state: str
    ended_at: datetime | None
    evidence: str


class PaymentIn(Schema):
    """What proves the payment."""

    evidence: Why


class WorkingTimeOut(Schema):
    """How much working time lies between two moments."""

    calendar_version: int
    seconds: int
    is_open_at_start: bool


class DueOut(Schema):
    """When a duration ends, step by step."""

    calendar_version: int
    duration: str
    words: str
    due_at: datetime
    steps: list[str]
