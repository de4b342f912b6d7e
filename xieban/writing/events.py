"""What the areas above may hear about texts; each names the body, and the holder to which it belongs."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingFact(Event):
    """A fact about a body: when it happened, by whom; `kind` and `key` say what it belongs to."""

    happened_at: datetime
    body_uuid: str
    kind: str
    key: str
    by_uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionSaved(WritingFact):
    """A new state of the text was saved."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentsChanged(WritingFact):
    """A file was added, taken away or moved to another place; `attachment_uuid` names it."""

    attachment_uuid: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRead(WritingFact):
    """The words of an attachment are known now, and can be searched."""

    attachment_uuid: str


ALL: tuple[type[WritingFact], ...] = (RevisionSaved, AttachmentsChanged, AttachmentRead)
