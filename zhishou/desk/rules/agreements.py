"""What the two parties may agree about a running clock."""

from datetime import datetime
from enum import StrEnum

from jishi.calendars.door import Duration
from zhishou.contracts.rules.policy import Target
from zhishou.desk.rules.clocks import ClockEvent, EventKind, Terms, read


class ProposalKind(StrEnum):
    """What is proposed."""

    EXTEND = "extend"
    VOID = "void"


class ProposalState(StrEnum):
    """How a proposal stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"


def may_extend(target: Target) -> bool:
    """Say whether the contract lets the parties agree on a longer time for this promise."""
    return target.extendable


def is_longer(within: Duration, *, terms: Terms, history: tuple[ClockEvent, ...], at: datetime) -> bool:
    """Say whether a promise leaves more time than the one that holds now."""
    wish = ClockEvent(kind=EventKind.EXTEND, effective_at=at, recorded_at=at, within=within)
    return read(terms, [*history, wish], at=at).budget > read(terms, history, at=at).budget
