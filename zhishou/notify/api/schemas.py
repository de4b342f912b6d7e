"""What the API says of delivery; the details of a channel go in and never come back."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

Text = Annotated[str, Field(max_length=1000)]


class NoticeOut(Schema):
    """One thing that the caller was told."""

    uuid: UUID
    kind: str
    urgency: str = Field(description="page, prompt or routine.")
    engagement: str | None = Field(description="Code of the engagement.")
    subject: str
    body: str
    link: str = Field(description="Path of the page that it leads to.")
    told_at: datetime
    read_at: datetime | None


class ChannelOut(Schema):
    """One way to reach the caller outside of the product."""

    uuid: UUID
    kind: str
    name: str = Field(description="What people call the kind.")
    shown: str = Field(description="What may be seen of the details, masked.")
    rank: int = Field(description="The lowest is tried first.")
    from_account: bool = Field(description="Made from the account's own mail address.")
    created_at: datetime
    verified_at: datetime | None = Field(description="Null until its code came back; not used before.")
    failing_since: datetime | None
    last_success_at: datetime | None


class ChannelIn(Schema):
    """A channel to add."""

    kind: Annotated[str, Field(max_length=20)]
    details: dict[str, Text] = Field(
        description="What the page asks for: mail `address`; sms `mobile`; webhook `url` and `secret`; "
        "wecom `key`; dingtalk, feishu `token` and, where they sign, `secret`; matrix `server`, `room` and `token`."
    )


class ChannelChange(Schema):
    """What can be changed of a channel: which is tried first."""

    preferred: Literal[True]


class CodeIn(Schema):
    """The code that came through the channel."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class AttemptOut(Schema):
    """One try to hand a delivery over."""

    started_at: datetime
    ended_at: datetime
    outcome: str = Field(description="delivered, temporary or permanent.")
    answer: str = Field(description="What the other side answered, without secrets.")


class DeliveryOut(Schema):
    """One notice on its way through one channel."""

    channel_kind: str
    channel: str = Field(description="Masked.")
    state: str = Field(description="waiting, delivered, given_up or superseded.")
    in_digest: bool
    tries: int
    next_try_at: datetime | None = Field(description="Null once it ended.")
    attempts: list[AttemptOut]


class DeliveredNoticeOut(Schema):
    """One notice of the contract, and what became of it."""

    uuid: UUID
    person: UUID
    person_name: str
    kind: str
    urgency: str
    subject: str
    told_at: datetime
    deliveries: list[DeliveryOut] = Field(description="Empty where it stays in the inbox, or waits.")
