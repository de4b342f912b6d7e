"""What the API says of the ledger."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema

from jishi.api.door import Moment, Plain

Head = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Word = Annotated[Plain, Field(max_length=200)]


class EntryFilters(Schema):
    """What is looked for; whatever is left out asks nothing."""

    what: Word = Field("", description="Dotted verb, e.g. `contracts.policy_version_made`.")
    about_kind: Word = Field("", description="Kind of object, e.g. `ticket`.")
    about_key: Word = Field("", description="The object's own key.")
    by: UUID | None = Field(None, description="Who did it.")
    since: Moment | None = Field(None, description="Happened from here on.")
    until: Moment | None = Field(None, description="Happened before this.")
    search: Word = Field("", description="Words of the entry and its payload; found once sealed, 500 at most.")


class EntryOut(Schema):
    """One fact as evidence."""

    uuid: UUID
    what: str
    what_words: str = Field(description="What happened, in the caller's language.")
    about_kind: str
    about_key: str
    by: UUID | None
    by_name: str = Field(description="As it stood then: a person, or the process that acted.")
    happened_at: datetime
    recorded_at: datetime
    payload_digest: str = Field(description="SHA-256 of the payload's canonical JSON.")
    position: int | None = Field(description="Place in the chain; null until the next tick seals it.")
    doubts: list[str] = Field(description="Why its times should not be believed unseen.")


class PlaceOut(Schema):
    """Where an entry stands in the chain of its contract."""

    chain: UUID
    position: int
    entry_digest: str
    chain_hash: str = Field(description="Commits to this entry and to every one before it.")
    previous_hash: str
    batch: int | None = Field(description="Number of the batch that sealed it.")
    head: str = Field(description="Head of that batch.")
    sealed_at: datetime | None


class EntryWhole(EntryOut):
    """One fact with its payload and its place."""

    payload: Any = Field(description="Null where the stored text is damaged.")
    payload_text: str = Field(description="The very text that the digest is of.")
    place: PlaceOut | None


class HeadOut(Schema):
    """A head that both parties were told."""

    day: date
    head: str
    number: int
    entries: int = Field(description="How many entries it stands for.")
    shown_at: datetime


class VerifyIn(Schema):
    """What to verify besides the chain itself."""

    head: Head = Field("", description="A head that you were shown; empty only recomputes.")


class VerificationOut(Schema):
    """A verification under way, or what it found."""

    uuid: UUID
    state: str = Field(description="waiting, running, stopping, done, failed, stopped or died.")
    percent: int | None
    found: str = Field(description="What was found, in the language of whoever began it.")
    error: str
    begun_at: datetime
    ended_at: datetime | None
