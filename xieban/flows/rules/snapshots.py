"""What an instance looked like, small enough for one line of its log; pure."""

from xieban.flows.rules.state import State
from xieban.flows.rules.words import LIVE, TokenState


def snapshot(state: State) -> dict[str, object]:
    """Return where the instance stands: its open stays, who has what there, and the variables."""
    return {
        "step": state.step,
        "status": state.status.value,
        "tokens": [
            {
                "number": token.number,
                "node": token.node,
                "state": token.state.value,
                "seats": [
                    {"number": seat.number, "person": seat.person, "candidates": list(seat.candidates)}
                    for seat in state.seats_of(token.number)
                    if seat.state in LIVE
                ],
            }
            for token in state.tokens.values()
            if token.state is not TokenState.ENDED
        ],
        "variables": dict(state.variables),
    }
