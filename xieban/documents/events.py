"""What other areas may hear of documents."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFact(Event):
    """Something happened to one document; `by` is a person's number, or nobody's."""

    document_uuid: str
    kind: str
    by: int | None
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDrafted(DocumentFact):
    """A document was begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChanged(DocumentFact):
    """The elements or the text of a document are other than they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigned(DocumentFact):
    """A leader signed the document off, or ruled on the memo, as its digest says it stood."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNumbered(DocumentFact):
    """The document was registered and got its number."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSealed(DocumentFact):
    """The seal was put on the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDistributed(DocumentFact):
    """The document was sent out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVoided(DocumentFact):
    """The document and its number were voided; the number is never given again."""

    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReceived(DocumentFact):
    """A document came in from outside and was signed for."""

    sender: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSentBack(DocumentFact):
    """A document that came in went back to its sender, for what the first examination found."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUrged(DocumentFact):
    """The limit of a document reached a mark (50, 80, 100 per cent; 0: somebody urged by hand)."""

    percent: int
    people: list[int]


ALL: tuple[type[DocumentFact], ...] = (
    DocumentDrafted,
    DocumentChanged,
    DocumentSigned,
    DocumentNumbered,
    DocumentSealed,
    DocumentDistributed,
    DocumentVoided,
    DocumentReceived,
    DocumentSentBack,
    DocumentUrged,
)
