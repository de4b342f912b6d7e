"""Who is on watch at an instant, and every shift between two: computed, never stored.

Nothing here can change an answer about the past: a version, an override or a leave works from the moment it
was made at the earliest, and a cancellation from the moment it was spoken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo


class Unit(StrEnum):
    """What the length of a turn is counted in; days and weeks are of the wall clock, hours are elapsed."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


class Source(StrEnum):
    """Why somebody is on watch."""

    ROTATION = "rotation"
    STAND_IN = "stand_in"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of one weekday (0 is Monday); an end not after the start lies on the next day."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One rotation: persons in turn, each for `length` units from the hand-over; windows restrict it."""

    name: str
    order: tuple[int, ...]
    unit: Unit
    length: int
    starts_on: date
    hand_over: time
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A roster as it was decided at `made_at`, in force from `effective_from`; the first layer goes first."""

    number: int
    made_at: datetime
    effective_from: datetime
    layers: tuple[Layer, ...]

    @property
    def begins_at(self) -> datetime:
        """The first instant it can decide about."""
        return max(self.made_at, self.effective_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Somebody is on watch whatever the rotation says; the later made goes first."""

    number: int
    person: int
    made_at: datetime
    starts_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None = None

    @property
    def begins_at(self) -> datetime:
        """The first instant it can decide about."""
        return max(self.made_at, self.starts_at)

    @property
    def stops_at(self) -> datetime:
        """The first instant it no longer decides about."""
        return min(self.ends_at, self.cancelled_at or self.ends_at)


FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody cannot be on watch: on leave, or deactivated (no end until reactivated)."""

    person: int
    made_at: datetime
    starts_at: datetime
    ends_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def begins_at(self) -> datetime:
        """The first instant it can decide about."""
        return max(self.made_at, self.starts_at)

    @property
    def stops_at(self) -> datetime:
        """The first instant at which the person is there again."""
        return min(self.ends_at or FOREVER, self.cancelled_at or FOREVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that decides who is on watch in one tier, as read from the database at a single moment."""

    zone: str
    versions: tuple[Version, ...]
    overrides: tuple[Override, ...] = ()
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Somebody is on watch from a moment until another (exclusive); with no person, nobody is."""

    starts_at: datetime
    ends_at: datetime
    person: int | None
    source: Source = Source.ROTATION
    key: str = ""  # stable: which turn of which layer, or which override
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on watch at an instant, why, and by which turn or override."""

    person: int | None
    source: Source = Source.ROTATION
    key: str = ""
    layer: str = ""


NOBODY = Duty(None)


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def instant(day: date, clock: time, zone: str) -> datetime:
    """Return a wall-clock moment in UTC; one that a DST gap skips is the instant after the gap."""
    return datetime.combine(day, clock, tzinfo=zone_of(zone)).astimezone(UTC)


def hand_over_at(layer: Layer, turn: int, zone: str) -> datetime:
    """Return when a turn begins; turns are counted from 0 at the layer's start."""
    if layer.unit is Unit.HOURS:
        return instant(layer.starts_on, layer.hand_over, zone) + timedelta(hours=turn * layer.length)
    days = layer.length * (7 if layer.unit is Unit.WEEKS else 1)
    return instant(layer.starts_on + timedelta(days=turn * days), layer.hand_over, zone)


def turn_at(layer: Layer, at: datetime, zone: str) -> int:
    """Return the number of the turn that an instant lies in; below 0 before the layer's start."""
    start = instant(layer.starts_on, layer.hand_over, zone)
    hours = layer.length * {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 168}[layer.unit]
    turn = (at - start) // timedelta(hours=hours)
    # Elapsed time is at most a day off the wall clock, so this moves by one or two at most.
    while hand_over_at(layer, turn, zone) > at:
        turn -= 1
    while hand_over_at(layer, turn + 1, zone) <= at:
        turn += 1
    return turn


def window_spans(layer: Layer, first: date, last: date, zone: str) -> Iterator[tuple[datetime, datetime]]:
    by_weekday: dict[int, list[Window]] = {}
    for window in layer.windows:
        by_weekday.setdefault(window.weekday, []).append(window)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for window in by_weekday.get(day.weekday(), ()):
            end_day = day if window.ends > window.starts else day + timedelta(days=1)
            span = instant(day, window.starts, zone), instant(end_day, window.ends, zone)
            if span[0] < span[1]:
                yield span


def _is_open(layer: Layer, at: datetime, zone: str) -> bool:
    if not layer.windows:
        return True
    today = at.astimezone(zone_of(zone)).date()
    around = window_spans(layer, today - timedelta(days=2), today + timedelta(days=1), zone)
    return any(start <= at < end for start, end in around)


def _in_turn(layer: Layer, turn: int, absent: frozenset[int]) -> tuple[int, Source] | None:
    """Return whose turn it is; somebody absent is stood in for by the next in the order."""
    count = len(layer.order)
    for step in range(count):
        person = layer.order[(turn + step) % count]
        if person not in absent:
            return person, Source.STAND_IN if step else Source.ROTATION
    return None


def layer_duty(version: Version, place: int, turn: int, absent: frozenset[int]) -> Duty | None:
    layer = version.layers[place]
    found = _in_turn(layer, turn, absent) if turn >= 0 else None
    return found and Duty(found[0], found[1], f"v{version.number}.{place}.{turn}", layer.name)


def duty_at(plan: Plan, at: datetime) -> Duty:
    absent = frozenset(gone.person for gone in plan.absences if gone.begins_at <= at < gone.stops_at)
    for override in sorted(plan.overrides, key=lambda override: override.number, reverse=True):
        if override.begins_at <= at < override.stops_at and override.person not in absent:
            return Duty(override.person, Source.OVERRIDE, f"o{override.number}")
    version = max(
        (version for version in plan.versions if version.begins_at <= at),
        key=lambda version: version.number,
        default=None,
    )
    if version is None:
        return NOBODY
    for place, layer in enumerate(version.layers):
        if _is_open(layer, at, plan.zone):
            duty = layer_duty(version, place, turn_at(layer, at, plan.zone), absent)
            if duty:
                return duty
    return NOBODY


def on_watch(plan: Plan, *, at: datetime) -> int | None:
    """Return the one person on watch at an instant, or None where the roster covers nothing."""
    return duty_at(plan, at).person
