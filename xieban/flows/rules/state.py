"""Where one instance stands: tokens, seats, timers, readings, variables; frozen and pure.

A token is one stay at one node; it is never deleted, only ended, so that the tokens of an instance are its
history. A seat is one person's (or one group's) work at a token; the interface calls it a to-do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jishi.calendars.door import Calendar
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Who
from xieban.flows.rules.words import (
    Decision,
    Ending,
    FactKind,
    SeatState,
    Status,
    TimerKind,
    TimerState,
    TokenState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One stay at one node. `parents` are the stays it came from, `within` the sub-process it lies in."""

    number: int
    node: str
    state: TokenState
    since: datetime
    born: int
    within: int = 0
    via: str = ""
    parents: tuple[int, ...] = ()
    path: tuple[str, ...] = ()
    cause: int = 0
    back_to: int = 0
    until: datetime | None = None
    ending: Ending | None = None
    died: int = 0
    undone: int = 0
    attempts: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One piece of work at a token: whose turn it is when, who may take it, who has it, what was said."""

    number: int
    token: int
    turn: int
    state: SeatState
    since: datetime
    born: int
    person: int | None = None
    candidates: tuple[int, ...] = ()
    decision: Decision | None = None
    acted_for: int | None = None
    origin: int = 0
    lent: bool = False
    until: datetime | None = None
    died: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """One moment at which something happens to a token; it rests while the instance or the token does."""

    number: int
    token: int
    kind: TimerKind
    element: str
    due_at: datetime
    state: TimerState = TimerState.RUNNING
    percent: int = 0
    working: bool = False
    rested_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One person's copy to read; it never holds anything up."""

    number: int
    person: int
    token: int
    since: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One instance between two steps."""

    starter: int
    status: Status = Status.RUNNING
    variables: Mapping[str, Value] = field(default_factory=dict)
    tokens: Mapping[int, Token] = field(default_factory=dict)
    seats: Mapping[int, Seat] = field(default_factory=dict)
    timers: Mapping[int, Timer] = field(default_factory=dict)
    readings: Mapping[int, Reading] = field(default_factory=dict)
    last: int = 0
    step: int = 0
    suspended_at: datetime | None = None
    pressed_at: datetime | None = None

    def open_tokens(self) -> tuple[Token, ...]:
        """Return the stays that are not over."""
        return tuple(token for token in self.tokens.values() if token.state is not TokenState.ENDED)

    def seats_of(self, token: int) -> tuple[Seat, ...]:
        """Return the seats of one stay."""
        return tuple(seat for seat in self.seats.values() if seat.token == token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of an instance's log."""

    kind: FactKind
    node: str = ""
    token: int = 0
    seat: int = 0
    person: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, in whose place too, and whether he manages flows."""

    person: int
    stands_for: frozenset[int] = frozenset()
    manages: bool = False

    @property
    def selves(self) -> frozenset[int]:
        """Return everybody whose work the actor may do."""
        return self.stands_for | {self.person}


People = Callable[[Sequence[Who], "State"], Sequence[int]]
"""Finds the people that a flow means; given by whoever runs the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a step needs to know of the world: the moment, the calendar, and who is meant by a word."""

    at: datetime
    calendar: Calendar
    people: People
