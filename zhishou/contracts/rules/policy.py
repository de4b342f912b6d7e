"""What one policy version promises, typed and frozen: what every clock, ladder and page reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jishi.calendars.door import Calendar, Duration, instant
from zhishou.contracts.rules.consistency import ladders_of, levels_of, target_of
from zhishou.contracts.rules.pack import Entitlement, Mode, Pack, Payment
from zhishou.contracts.rules.words import (
    MATRIX,
    Commitment,
    Fulfilment,
    Level,
    PauseReason,
    ServiceCode,
    ServiceMode,
    StartEvent,
)
from zhishou.people.rules import Tier

CAPS: Final = (Commitment.RESPONSE_CAP, Commitment.REPAIR_CAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One commitment of one level."""

    level: Level
    commitment: Commitment
    within: Duration
    starts: StartEvent
    warn_before: tuple[timedelta, ...]
    pauses: frozenset[PauseReason]
    tolerance: timedelta  # what is still fair when `within` is at once; otherwise nothing
    extendable: bool
    met_by: frozenset[Fulfilment]  # of a cap; empty for the four commitments

    def due(self, calendar: Calendar, *, start: datetime) -> datetime:
        """Return the last moment that keeps the promise; “at once” has its tolerance."""
        return self.within.due(calendar, start=start) + self.tolerance

    def warnings(self, *, start: datetime, due: datetime) -> tuple[datetime, ...]:
        """Return when to warn, earliest first; never before the clock starts."""
        return tuple(sorted(due - before for before in self.warn_before if due - before > start))


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """Call these tiers all at once; after `wait` without an answer, go on."""

    tiers: tuple[Tier, ...]
    wait: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The steps of one level from the bottom up, gone through `rounds` times."""

    rounds: int
    steps: tuple[LadderStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWords:
    """How a level is called and recognised."""

    name: str
    characteristic: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """How long the client's answer is waited for, and how long after the question to ask again."""

    within: timedelta
    remind_after: tuple[timedelta, ...]

    def next_reminder(self, *, asked_at: datetime, after: datetime) -> datetime | None:
        """Return when to ask again next, later than a moment; None: never again."""
        later = sorted(asked_at + length for length in self.remind_after)
        return next((moment for moment in later if moment > after), None)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One immutable policy version together with the calendar version that is in force beside it."""

    engagement_code: str
    number: int
    made_at: datetime
    calendar: Calendar
    pack: Pack
    levels: Mapping[Level, LevelWords]
    targets: Mapping[Level, Mapping[Commitment, Target]]
    ladders: Mapping[Level, Ladder]
    tiers: tuple[Tier, ...]
    services: Mapping[ServiceCode, str]
    modes: Mapping[ServiceMode, Mode]
    entitlements: tuple[Entitlement, ...]
    payments: tuple[Payment, ...]
    confirmation: Confirmation

    @property
    def starts_at(self) -> datetime:
        """Return the first moment of the term."""
        return instant(self.pack.term.starts, 0, zone=self.calendar.tz)

    @property
    def ends_at(self) -> datetime:
        """Return the end of the term, exclusive."""
        return instant(self.pack.term.ends, 24 * 60 * 60, zone=self.calendar.tz)

    def covers(self, at: datetime) -> bool:
        """Say whether the moment lies in the term."""
        return self.starts_at <= at < self.ends_at

    def target(self, level: Level, commitment: Commitment) -> Target:
        """Return one promise; every level has the four commitments and both caps."""
        return self.targets[level][commitment]


def make_policy(pack: Pack, *, number: int, made_at: datetime, calendar: Calendar) -> Policy:
    """Return what the pack promises, in the shape in which it is asked for."""
    return Policy(
        engagement_code=pack.code,
        number=number,
        made_at=made_at,
        calendar=calendar,
        pack=pack,
        levels={
            level: LevelWords(name=terms.name, characteristic=terms.characteristic, words=tuple(terms.words))
            for level, terms in levels_of(pack).items()
        },
        targets={level: _targets(pack, level) for level in Level},
        ladders={
            level: Ladder(
                rounds=ladder.rounds,
                steps=tuple(LadderStep(tiers=tuple(step.tiers), wait=step.wait.length) for step in ladder.steps),
            )
            for level, ladder in ladders_of(pack).items()
        },
        tiers=tuple(pack.tiers),
        services=dict(pack.services),
        modes=dict(pack.modes),
        entitlements=tuple(pack.entitlements),
        payments=tuple(pack.payments),
        confirmation=Confirmation(
            within=pack.confirmation.within.length,
            remind_after=tuple(one.length for one in pack.confirmation.remind_after),
        ),
    )


def _targets(pack: Pack, level: Level) -> dict[Commitment, Target]:
    terms = levels_of(pack)[level]
    found: dict[Commitment, Target] = {}
    for commitment in MATRIX:
        cell = target_of(terms, commitment)
        found[commitment] = Target(
            level=level,
            commitment=commitment,
            within=cell.within,
            starts=cell.starts,
            warn_before=tuple(before.length for before in cell.warn_before),
            pauses=frozenset(cell.pauses),
            tolerance=pack.at_once.tolerance.length if cell.within.is_at_once else timedelta(),
            extendable=cell.extendable,
            met_by=frozenset(),
        )
    for commitment, cap in zip(CAPS, (pack.caps.response, pack.caps.repair), strict=True):
        found[commitment] = Target(
            level=level,
            commitment=commitment,
            within=cap.within,
            starts=StartEvent.RECEIPT,
            warn_before=tuple(before.length for before in cap.warn_before),
            pauses=frozenset(),
            tolerance=timedelta(),
            extendable=False,
            met_by=frozenset(cap.met_by),
        )
    return found
