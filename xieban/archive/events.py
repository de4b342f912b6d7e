"""What other areas may hear of the archive."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFact(Event):
    """Something about the archiving of one document."""

    document_uuid: str
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRefused(ArchiveFact):
    """The four checks found something wrong: the document must be put right before it is archived."""

    faults: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentArchived(ArchiveFact):
    """The document lies in the archive, under the checksum of its package."""

    record_uuid: str
    sha256: str


ALL: tuple[type[ArchiveFact], ...] = (ArchiveRefused, DocumentArchived)
