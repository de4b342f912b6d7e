"""Counting what the people at one node said, and going on when it is enough; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xieban.flows.rules.draft import Draft
from xieban.flows.rules.entering import open_turn
from xieban.flows.rules.expressions import Value, holds
from xieban.flows.rules.linking import local
from xieban.flows.rules.model import Loop
from xieban.flows.rules.moving import leave
from xieban.flows.rules.state import Seat, Token
from xieban.flows.rules.words import CONSENT, LIVE, Decision, SeatState

WEIGHT: Final = (Decision.DISAGREE, Decision.REMARKS, Decision.PRINCIPLE, Decision.AGREE, Decision.DONE)
"""Which decision stands for the node where several were made: the gravest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the votes at one stay stand; who only helps another (a delegate) has no vote."""

    total: int
    done: int
    agree: int
    remarks: int
    disagree: int
    outcome: Decision | None

    def values(self) -> dict[str, Value]:
        """Return the measures that a condition may name."""
        return {
            "total": self.total,
            "done": self.done,
            "open": self.total - self.done,
            "agree": self.agree,
            "remarks": self.remarks,
            "disagree": self.disagree,
            "agree_share": 100 * self.agree // self.total if self.total else 0,
            "outcome": self.outcome.value if self.outcome else None,
        }


def tally(seats: Iterable[Seat]) -> Tally:
    """Count the votes of one stay."""
    counted = [seat for seat in seats if not seat.lent and (seat.state in LIVE or seat.state is SeatState.DONE)]
    said = [seat.decision for seat in counted if seat.state is SeatState.DONE and seat.decision]
    return Tally(
        total=len(counted),
        done=len(said),
        agree=sum(decision in CONSENT for decision in said),
        remarks=said.count(Decision.REMARKS),
        disagree=said.count(Decision.DISAGREE),
        outcome=next((decision for decision in WEIGHT if decision in said), None),
    )


def is_enough(counted: Tally, loop: Loop | None) -> bool:
    """Say whether a stay is over: everybody has spoken, or the rule of the node is content."""
    if not counted.done:
        return False
    if counted.done == counted.total:
        return True
    return loop is not None and loop.completion is not None and holds(loop.completion, counted.values())


def settle(draft: Draft, token: Token) -> None:
    """Give the next in turn the word, or go on when it is enough."""
    node = draft.node(token)
    counted = tally(draft.seats_of(token.number))
    if not is_enough(counted, node.handling.loop if node.handling else None):
        open_turn(draft, token.number)
        return
    for name, value in counted.values().items():
        draft.variables[f"{local(node.id)}.{name}"] = value
    leave(draft, token)
