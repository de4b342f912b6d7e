"""Pure decisions: what to do when a process has died."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

LONG_ENOUGH: Final = timedelta(seconds=60)
FIRST_WAIT: Final = timedelta(seconds=0.5)
LONGEST_WAIT: Final = timedelta(seconds=30)
ENOUGH_DEATHS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """One death: how long the process had lived, whether it ever answered, how many quick deaths went before."""

    lived: timedelta
    ever_answered: bool
    quick_deaths: int
    may_be_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """Start it again after a wait; carry the count of quick deaths on."""

    after: timedelta
    quick_deaths: int


def after(death: Death) -> Restart | None:
    """Say when to start again; None means to give up.

    Who never answered will not answer the next time either. Who had answered gets longer and longer waits, and is
    forgiven once it has lived long enough. Who may be missing is never given up.
    """
    quick = 0 if death.lived >= LONG_ENOUGH else death.quick_deaths
    if not death.may_be_missing and (not death.ever_answered or quick >= ENOUGH_DEATHS):
        return None
    quick = min(quick, ENOUGH_DEATHS)
    return Restart(after=min(FIRST_WAIT * 2**quick, LONGEST_WAIT), quick_deaths=quick + 1)
