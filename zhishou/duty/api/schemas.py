"""What the API of duty takes and gives."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from jishi.api.door import Moment
from zhishou.contracts.rules import Level
from zhishou.people.rules import Tier


class WatcherOut(Schema):
    uuid: UUID
    name: str
    mobile: str


class WatchOut(Schema):
    tier: Tier
    person: WatcherOut | None = Field(description="Null where nobody is on watch.")


class ShiftOut(Schema):
    tier: Tier
    starts_at: datetime
    ends_at: datetime
    person: WatcherOut | None
    source: str = Field(description="rotation, stand_in or override.")


class OverrideIn(Schema):
    tier: Tier
    person: UUID
    starts_at: Moment
    ends_at: Moment
    reason: str = Field(min_length=1, max_length=300)


class OverrideOut(Schema):
    uuid: UUID
    tier: Tier = Field(alias="roster.tier")
    person: WatcherOut
    starts_at: datetime
    ends_at: datetime
    reason: str
    made_at: datetime
    cancelled_at: datetime | None


class SwapIn(Schema):
    tier: Tier
    asked_of: UUID
    gives_from: Moment
    gives_until: Moment
    takes_from: Moment | None = None
    takes_until: Moment | None = None
    reason: str = Field("", max_length=300)


class AnswerIn(Schema):
    agree: bool = Field(description="True: both shifts change hands now. False: nothing changes.")


class SwapOut(Schema):
    uuid: UUID
    tier: Tier = Field(alias="roster.tier")
    state: str = Field(description="asked, agreed, declined, withdrawn or expired.")
    asked_by: WatcherOut
    asked_of: WatcherOut
    gives_from: datetime
    gives_until: datetime
    takes_from: datetime | None
    takes_until: datetime | None
    reason: str
    expires_at: datetime
    answered_at: datetime | None


class LadderIn(Schema):
    level: Level
    about_kind: str = Field("call", pattern=r"^[a-z][a-z0-9_.-]*$", max_length=60)
    about_key: str = Field(
        min_length=1, max_length=80, description="While a ladder runs about it, no second one is started."
    )
    title: str = Field(min_length=1, max_length=200)
    link: str = Field("", pattern=r"^(/[^/\\].*|/?)$", max_length=300, description="A path of this server.")


class StopIn(Schema):
    reason: str = Field(min_length=1, max_length=300)


class LadderOut(Schema):
    uuid: UUID
    state: str = Field(description="running, acknowledged, stopped or exhausted.")
    level: int
    title: str
    about_kind: str
    about_key: str
    started_at: datetime
    next_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: WatcherOut | None
