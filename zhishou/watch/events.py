"""What the areas above may hear of the watch."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFact(Event):
    """A fact about one alert that somebody must see, or has seen."""

    engagement_code: str
    system_uuid: str
    alert_uuid: str
    happened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRaised(AlertFact):
    """Something is not normal and no alert that is told already speaks for it."""

    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertChanged(AlertFact):
    """Something more broke with it, or it became graver; `level` is the gravest now."""

    level: int
    joined_uuid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCleared(AlertFact):
    """Everything that broke with it is normal again; `happened_at` is the moment of the last clearing sample."""

    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbersSilent(Event):
    """No prober has worked since a moment: nothing is seen until one does."""

    engagement_code: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbersBack(Event):
    """A prober works again."""

    engagement_code: str
    since: datetime
    until: datetime


ALL: tuple[type[Event], ...] = (AlertRaised, AlertChanged, AlertCleared, ProbersSilent, ProbersBack)
