"""What a program sends to do a deed on a ticket: one typed body of each."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import RootModel

from jishi.api.door import Moment, Plain
from zhishou.contracts.rules import Level, PauseReason, ServiceCode
from zhishou.desk.rules.words import TicketKind
from zhishou.people.rules import Tier

BIGGEST = 2**31 - 1
Number = Annotated[int, Field(ge=1, le=BIGGEST, description="The number of the other ticket.")]
Words = Annotated[Plain, Field(min_length=1, max_length=4000)]
Said = Annotated[Plain, Field(min_length=1, max_length=20_000)]
Reason = Annotated[Plain, Field(min_length=1, max_length=500)]


class PlainDeed(Schema):
    deed: Literal["take", "release", "resume", "go", "out"] = Field(description="A deed that asks nothing.")


class AssignDeed(Schema):
    deed: Literal["assign"]
    to: UUID = Field(description="Somebody of the service team.")


class HandOverDeed(Schema):
    deed: Literal["hand_over"]
    tier: Tier
    note: Words


class CountersignDeed(Schema):
    deed: Literal["countersign"]
    asked: UUID = Field(description="A colleague of the service team.")
    question: Words


class AnswerDeed(Schema):
    deed: Literal["answer"]
    agrees: bool
    words: Plain = Field("", max_length=4000, description="An objection says why.")


class DropDeed(Schema):
    deed: Literal["drop"]
    asked: UUID = Field(description="For whose word nobody waits any longer.")
    reason: Words


class NoteDeed(Schema):
    deed: Literal["note", "internal"]
    words: Said


class UrgeDeed(Schema):
    deed: Literal["urge"]
    words: Plain = Field("", max_length=4000)


class PauseDeed(Schema):
    deed: Literal["pause"]
    reason: PauseReason
    note: Plain = Field(min_length=1, max_length=400, description="The client reads this.")


class LevelDeed(Schema):
    deed: Literal["level"]
    level: Level
    reason: Reason


class ExtendDeed(Schema):
    deed: Literal["extend"]
    clock: UUID
    within: Plain = Field(min_length=1, max_length=40, description="Counted from the start, e.g. `3 days`.")
    reason: Reason


class VoidDeed(Schema):
    deed: Literal["void"]
    clock: UUID
    reason: Reason


class CorrectDeed(Schema):
    deed: Literal["correct"]
    kind: TicketKind
    service_code: ServiceCode
    title: Plain = Field(min_length=1, max_length=200)
    module: Plain = Field("", max_length=60)
    reason: Words


class WorksDeed(Schema):
    deed: Literal["recovered", "confirm"]
    words: Words
    works_since: Moment | None = Field(None, description="The moment that counts; now where it is left out.")


class EndDeed(Schema):
    deed: Literal["not_yet", "close", "reopen", "withdraw"]
    words: Words


class FamilyDeed(Schema):
    deed: Literal["under", "link", "unlink"]
    number: Number


class MergeDeed(Schema):
    deed: Literal["merge"]
    number: Number
    reason: Words


AnyDeed = (
    PlainDeed | AssignDeed | HandOverDeed | CountersignDeed | AnswerDeed | DropDeed | NoteDeed | UrgeDeed
    | PauseDeed | LevelDeed | ExtendDeed | VoidDeed | CorrectDeed | WorksDeed | EndDeed | FamilyDeed | MergeDeed
)  # fmt: skip


class DeedIn(RootModel[Annotated[AnyDeed, Field(discriminator="deed")]]):
    """One deed and what it asks."""


class DeedOut(Schema):
    deed: str
    needs_tag: bool = Field(description="Whether it takes the ticket's ETag as If-Match.")


class DeedsOut(Schema):
    deeds: list[DeedOut]


class ProposalOut(Schema):
    uuid: UUID
    ticket: int
    clock: UUID
    commitment: str
    kind: str = Field(description="`extend`: more time; `void`: not to be judged.")
    within: str
    reason: str
    state: str
    by_name: str
    proposed_at: Moment
    answer: str
    answered_by: str | None
    answered_at: Moment | None


class ProposalAnswerIn(Schema):
    agrees: bool
    words: Plain = Field("", max_length=500, description="A refusal says why.")


class CountersignOut(Schema):
    asked: UUID
    asked_name: str
    question: str
    by_name: str
    asked_at: Moment
    state: str
    words: str
    ended_at: Moment | None
