"""The words of the watch."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """What a result means, or how a probe stands."""

    NORMAL = "normal"
    WARNING = "warning"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


class Hold(StrEnum):
    """Why nobody is told of an open alert."""

    NONE = ""
    SETTLING = "settling"  # what it needs has not been looked at since
    DEPENDENCY = "dependency"  # something that it needs is broken itself
    WINDOW = "window"
    SILENCE = "silence"
    BLIND = "blind"  # no prober works: that is told instead


GRAVITY: Final = {Verdict.NORMAL: 0, Verdict.WARNING: 1, Verdict.CRITICAL: 2}
"""How bad what is known is; unknown is no degree of it."""
BAD: Final = frozenset({Verdict.WARNING, Verdict.CRITICAL})
SHOWN_FIRST: Final = {Verdict.CRITICAL: 0, Verdict.UNKNOWN: 1, Verdict.WARNING: 2, Verdict.NORMAL: 3}
"""What a page shows for several: the first of these that is there."""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return what stands for several; nothing known is unknown."""
    return min(verdicts, key=SHOWN_FIRST.__getitem__, default=Verdict.UNKNOWN)
