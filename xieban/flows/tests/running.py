"""Runs one flow in memory for tests, in the words of an office."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from jishi.calendars.door import always
from xieban.flows.rules import acts, news
from xieban.flows.rules.checking import World, check_flow
from xieban.flows.rules.control import Control, control
from xieban.flows.rules.draft import Draft
from xieban.flows.rules.engine import begin, step
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.model import Who, WhoKind
from xieban.flows.rules.reading import read_flow
from xieban.flows.rules.state import Actor, Context, Fact, Seat, State, Timer
from xieban.flows.rules.words import Decision, SeatState, TimerState, TokenState

MORNING = datetime(2026, 1, 5, 8, tzinfo=UTC)
ALICE, BOB, CAROL, DAVE, ERIN, CHARLIE = range(1, 7)
ROLES = {"clerk": (ALICE,), "head": (BOB,), "signers": (BOB, CAROL, DAVE), "pool": (BOB, CAROL), "leader": (ERIN,)}


@dataclass
class Running:
    """One instance that Alice started."""

    text: bytes
    values: Mapping[str, Value] = field(default_factory=dict)
    at: datetime = MORNING
    facts: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.model = read_flow(self.text)
        check_flow(self.model, World())
        first = begin(model=self.model, starter=ALICE, variables=self.values, context=self.context)
        self.state: State = first.state
        self.facts += first.facts

    @property
    def context(self) -> Context:
        return Context(at=self.at, calendar=always(), people=self.people)

    def people(self, whose: Sequence[Who], state: State) -> list[int]:
        found: list[int] = []
        for who in whose:
            if who.kind is WhoKind.STARTER:
                found.append(state.starter)
            elif who.kind is WhoKind.ROLE:
                found += ROLES.get(who.name, ())
            else:
                found += state.variables.get(who.name) or ()  # type: ignore[arg-type]
        return found

    def act(self, act: Callable[[Draft], None], *, after: timedelta = timedelta(minutes=1)) -> None:
        self.at += after
        taken = step(model=self.model, state=self.state, context=self.context, act=act)
        self.state = taken.state
        self.facts += taken.facts

    def seat(self, person: int, node: str = "") -> Seat:
        """Return the open seat that somebody may take."""
        return next(seat for seat in self.seats(node) if person in (seat.person, *seat.candidates))

    def seats(self, node: str = "") -> list[Seat]:
        return [
            seat
            for seat in self.state.seats.values()
            if seat.state is SeatState.OPEN
            and self.state.tokens[seat.token].state is TokenState.RESTING
            and node in ("", self.state.tokens[seat.token].node)
        ]

    def open(self) -> list[tuple[str, int | None]]:
        """Return which work is open, with whom."""
        return sorted((self.state.tokens[seat.token].node, seat.person) for seat in self.seats())

    def does(self, person: int, node: str = "", decision: Decision = Decision.DONE, **values: Value) -> None:
        seat = self.seat(person, node).number
        self.act(
            lambda draft: acts.complete(
                draft, seat=seat, actor=Actor(person=person), decision=decision, values=values
            )
        )

    def returns(self, person: int, to: str, *, straight: bool = False) -> None:
        seat = self.seat(person)
        deed = next(
            deed for deed in self.control(person).deeds if deed.verb == "return" and deed.seat == seat.number
        )
        stay = next(place.token for place in deed.places if place.node == to)
        self.act(
            lambda draft: acts.give_back(
                draft, seat=seat.number, actor=Actor(person=person), to=stay, straight=straight
            )
        )

    def withdraws(self, person: int) -> None:
        seat = max(
            seat.number
            for seat in self.state.seats.values()
            if seat.person == person and seat.state is SeatState.DONE
        )
        self.act(lambda draft: acts.withdraw(draft, seat=seat, actor=Actor(person=person)))

    def control(self, person: int, *, manages: bool = False, stands_for: frozenset[int] = frozenset()) -> Control:
        actor = Actor(person=person, manages=manages, stands_for=stands_for)
        return control(self.model, self.state, actor, at=self.at)

    def timers(self) -> list[Timer]:
        return [timer for timer in self.state.timers.values() if timer.state is TimerState.RUNNING]

    def fires(self, timer: Timer) -> None:
        self.act(
            lambda draft: news.fire(draft, timer=timer.number), after=max(timer.due_at - self.at, timedelta(0))
        )
