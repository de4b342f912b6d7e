"""One step under construction: a state that is being changed, and what happened on the way; pure."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from xieban.flows.rules.deadlines import rested, woken
from xieban.flows.rules.model import Model, Node
from xieban.flows.rules.state import Context, Fact, Seat, State, Timer, Token
from xieban.flows.rules.words import (
    LIVE,
    Ending,
    FactKind,
    SeatState,
    TimerState,
    TokenState,
)

if TYPE_CHECKING:
    from xieban.flows.rules.expressions import Value


class Why(StrEnum):
    """Why something cannot be done with an instance now."""

    OVER = "over"
    SUSPENDED = "suspended"
    NOT_SUSPENDED = "not_suspended"
    NOT_YOURS = "not_yours"
    ALREADY_DONE = "already_done"
    SPOKE_ALREADY = "spoke_already"
    NOT_HERE = "not_here"
    NO_WAY_BACK = "no_way_back"
    BEYOND = "beyond"
    SOMEBODY_ACTED = "somebody_acted"
    NOT_A_DECISION = "not_a_decision"
    WRONG_VALUE = "wrong_value"
    NO_MOMENT = "no_moment"
    NO_SUCH_PERSON = "no_such_person"
    SIGNS_ALREADY = "signs_already"
    LAST_SIGNER = "last_signer"
    PRESSED_LATELY = "pressed_lately"
    ONLY_YOUR_OWN = "only_your_own"
    CIRCLES = "circles"
    NOBODY_WAITS = "nobody_waits"
    NOT_A_PLACE = "not_a_place"
    PAST_A_SIGNATURE = "past_a_signature"
    NO_SUCH_STEP = "no_such_step"
    CANNOT_MIGRATE = "cannot_migrate"


class CannotDo(Exception):
    """An act that the rules refuse; nothing of it has happened."""

    def __init__(self, why: Why, **words: object) -> None:
        super().__init__(why.value)
        self.why = why
        self.words = words


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A token on a sequence flow, on its way to a node."""

    flow: str
    parents: tuple[int, ...]
    within: int
    path: tuple[str, ...] = ()


class Draft:
    """A state that one step changes; `frozen` gives the new state."""

    def __init__(self, *, model: Model, state: State, context: Context) -> None:
        self.model = model
        self.before = state
        self.context = context
        self.at = context.at
        self.step = state.step + 1
        self.last = state.last
        self.status = state.status
        self.variables: dict[str, Value] = dict(state.variables)
        self.tokens = dict(state.tokens)
        self.seats = dict(state.seats)
        self.timers = dict(state.timers)
        self.readings = dict(state.readings)
        self.suspended_at = state.suspended_at
        self.pressed_at = state.pressed_at
        self.facts: list[Fact] = []
        self.arrivals: deque[Arrival] = deque()

    def frozen(self) -> State:
        """Return the new state."""
        return State(
            starter=self.before.starter,
            status=self.status,
            variables=self.variables,
            tokens=self.tokens,
            seats=self.seats,
            timers=self.timers,
            readings=self.readings,
            last=self.last,
            step=self.step,
            suspended_at=self.suspended_at,
            pressed_at=self.pressed_at,
        )

    def number(self) -> int:
        """Return the next number of this instance; tokens, seats, timers and readings share the count."""
        self.last += 1
        return self.last

    def node(self, token: Token) -> Node:
        """Return the node at which a token stays."""
        return self.model.nodes[token.node]

    def note(
        self,
        kind: FactKind,
        *,
        token: Token | None = None,
        seat: Seat | None = None,
        node: str = "",
        person: int | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        """Write one line of the log."""
        self.facts.append(
            Fact(
                kind=kind,
                node=token.node if token else node,
                token=token.number if token else 0,
                seat=seat.number if seat else 0,
                person=person,
                details=details or {},
            )
        )

    def put(self, token: Token) -> Token:
        """Keep a token as it is now."""
        self.tokens[token.number] = token
        return token

    def put_seat(self, seat: Seat) -> Seat:
        """Keep a seat as it is now."""
        self.seats[seat.number] = seat
        return seat

    def put_timer(self, timer: Timer) -> Timer:
        """Keep a timer as it is now."""
        self.timers[timer.number] = timer
        return timer

    def open_tokens(self) -> list[Token]:
        """Return the stays that are not over, oldest first."""
        return [token for token in self.tokens.values() if token.state is not TokenState.ENDED]

    def seats_of(self, token: int) -> list[Seat]:
        """Return the seats of one stay."""
        return [seat for seat in self.seats.values() if seat.token == token]

    def timers_of(self, token: int) -> list[Timer]:
        """Return the timers of one stay that have not run out."""
        return [
            timer
            for timer in self.timers.values()
            if timer.token == token and timer.state in {TimerState.RUNNING, TimerState.RESTING}
        ]

    def close_seat(self, seat: Seat, state: SeatState) -> Seat:
        """End one seat."""
        return self.put_seat(replace(seat, state=state, until=self.at, died=self.step))

    def end(self, token: Token, ending: Ending) -> Token:
        """End a stay with its open seats, its timers, and everything inside it."""
        for inner in self.open_tokens():
            if inner.within == token.number and inner.number != token.number:
                self.end(inner, ending)
        for seat in self.seats_of(token.number):
            if seat.state in LIVE:
                self.close_seat(seat, SeatState.DROPPED)
        for timer in self.timers_of(token.number):
            self.put_timer(replace(timer, state=TimerState.CANCELLED))
        return self.put(replace(token, state=TokenState.ENDED, ending=ending, until=self.at, died=self.step))

    def park(self, token: Token) -> None:
        """Let a stay wait for what was sent back from it; what was said there stays said."""
        self.rest_timers(self.timers_of(token.number))
        self.put(replace(token, state=TokenState.PARKED))

    def unpark(self, token: Token) -> None:
        """Let a stay go on where it waited."""
        self.wake_timers(self.timers_of(token.number))
        self.put(replace(token, state=TokenState.RESTING))

    def rest_timers(self, timers: Iterable[Timer]) -> None:
        """Stop timers."""
        for timer in timers:
            self.put_timer(rested(timer, at=self.at))

    def wake_timers(self, timers: Iterable[Timer]) -> None:
        """Let timers run again; the time they rested has not passed for them."""
        for timer in timers:
            self.put_timer(woken(timer, at=self.at, calendar=self.context.calendar))
