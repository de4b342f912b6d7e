"""What the areas above may hear about the watch and its ladders."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderFact(Event):
    """Something that happened on a ladder; `about_kind` and `about_key` say what it runs for."""

    engagement_code: str
    run_uuid: str
    about_kind: str
    about_key: str
    level: int
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStarted(LadderFact):
    """A ladder began to be climbed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPaged(LadderFact):
    """Somebody on watch was called."""

    person_uuid: str
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStepEmpty(LadderFact):
    """A step found nobody who could be called, and passed on at once."""

    tiers: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderAcknowledged(LadderFact):
    """Somebody answered; `happened_at` is when."""

    person_uuid: str
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderReopened(LadderFact):
    """An answer was taken back and the ladder is climbed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStopped(LadderFact):
    """A ladder was stopped, since what it was about needs nobody any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderExhausted(LadderFact):
    """Everybody was called and nobody answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageGapFound(Event):
    """A stretch ahead in which a tier cannot be reached."""

    engagement_code: str
    tier: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    person_uuid: str = ""


ALL: tuple[type[Event], ...] = (
    LadderStarted,
    PersonPaged,
    LadderStepEmpty,
    LadderAcknowledged,
    LadderReopened,
    LadderStopped,
    LadderExhausted,
    CoverageGapFound,
)
