"""What the API of the desk takes and gives."""

from uuid import UUID

from ninja import Field, Schema

from jishi.api.door import Answer, Moment
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk.rules.words import EvidenceKind, NoteAudience, TicketKind, TicketState


class IntakeIn(Schema):
    channel: str = Field("api", min_length=1, max_length=20)
    words: str = Field(min_length=1, max_length=20_000)
    reached_at: Moment | None = Field(None, description="When it reached you; now where it is left out.")
    caller: UUID | None = Field(None, description="Who reports, where it is somebody with an account.")
    caller_name: str = Field("", max_length=60)
    caller_contact: str = Field("", max_length=120)
    reference: str = Field("", max_length=250, description="Your own id; the same twice is one intake.")
    module: str = Field(
        "",
        max_length=60,
        description="Where it happens: documents, messages, sign_in, printing, other, or a name of your own.",
    )


class IntakeOut(Schema):
    uuid: UUID
    channel: str
    state: str
    reached_at: Moment
    recorded_at: Moment
    caller_name: str
    words: str
    reference: str
    module: str
    advised_level: int = Field(description="The level that the words speak for; a person chooses.")
    advised_because: list[str] = Field(description="The words that speak for it.")
    ticket: int | None = Field(description="The number of the ticket it led to.")


class TicketIn(IntakeIn):
    kind: TicketKind
    level: Level
    service_code: ServiceCode
    title: str = Field(min_length=1, max_length=200)


class TicketFilters(Schema):
    q: str | None = Field(
        None,
        max_length=200,
        description="Words of number, title, caller, words and notes: two Chinese characters or pinyin initials do."
        " All must be there. `#12` is number 12 alone.",
    )
    state: TicketState | None = None
    level: Level | None = None
    kind: TicketKind | None = None
    service_code: ServiceCode | None = None
    assignee: UUID | None = None


class TicketOut(Answer):
    uuid: UUID
    number: int
    kind: str
    level: int
    state: str
    tier: str
    service_code: str
    module: str
    title: str
    caller_name: str
    assignee: str | None = Field(description="The name of whoever has it in hand.")
    merged_into: int | None
    reached_at: Moment
    opened_at: Moment
    recovered_at: Moment | None
    ended_at: Moment | None
    revision: int


class ClockOut(Answer):
    uuid: UUID
    commitment: str
    cycle: int
    level: int
    standing: str = Field(description="As it stands at this moment, folded from the clock's events.")
    started_at: Moment
    originally_due_at: Moment
    due_at: Moment | None = Field(description="Null while paused.")
    breached_at: Moment | None
    ended_at: Moment | None
    ended_by: str


class TicketWhole(TicketOut):
    words: str
    clocks: list[ClockOut]


class LevelIn(Schema):
    level: Level
    reason: str = Field(min_length=1, max_length=500)


class EvidenceIn(Schema):
    kind: EvidenceKind
    happened_at: Moment
    words: str = Field(min_length=1, max_length=4000)
    plan: str = Field("", max_length=20_000, description="The emergency plan that goes with a measure.")
    source: str = Field("", max_length=250)


class EvidenceOut(Schema):
    uuid: UUID
    kind: str
    happened_at: Moment
    recorded_at: Moment
    words: str
    plan: str
    source: str
    by_name: str


class NoteIn(Schema):
    audience: NoteAudience = NoteAudience.EVERYBODY
    words: str = Field(min_length=1, max_length=20_000)


class NoteOut(Schema):
    uuid: UUID
    audience: str
    words: str
    by_name: str
    at: Moment


class ExplanationOut(Schema):
    clock: ClockOut
    lines: list[str] = Field(description="How the deadline came out, in the caller's language.")
