"""How a work stands; pure."""

from enum import StrEnum


class State(StrEnum):
    """What a work last said about itself."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Standing(StrEnum):
    """How a work stands to whoever looks: what it said, and whether anything still carries it."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    DIED = "died"


UNDER_WAY = frozenset({State.WAITING, State.RUNNING})
LIVELY = frozenset({Standing.WAITING, Standing.RUNNING, Standing.STOPPING})
AGAIN = frozenset({Standing.FAILED, Standing.STOPPED, Standing.DIED})


def standing(state: State, *, asked_to_stop: bool, carried: bool) -> Standing:
    """Say how a work stands; `carried` is whether its task still waits or runs."""
    if state not in UNDER_WAY:
        return Standing(state.value)
    if not carried:
        return Standing.DIED
    return Standing.STOPPING if asked_to_stop else Standing(state.value)


def percent(done: int, total: int) -> int | None:
    """Return how much is done, or None while nobody knows how much there is."""
    return min(100, done * 100 // total) if total else None
