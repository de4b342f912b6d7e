"""What others may hear about inspections."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFact(Event):
    """A fact about one round of one engagement."""

    engagement_code: str
    round_uuid: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(RoundFact):
    """The engineer has ended the round; `findings` were found, and the score is empty where nothing was seen."""

    closed_at: datetime
    findings: int
    score: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMissed(RoundFact):
    """The round's time is over and nobody has ended it."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIssued(RoundFact):
    """A version of the round's report was issued and is frozen from now on."""

    report_number: str
    version: int
    digest: str


ALL: tuple[type[RoundFact], ...] = (RoundClosed, RoundMissed, ReportIssued)
