"""A round beside the one before: better, worse, new, cured, no longer known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from zhishou.inspections.rules.words import Change, ItemOutcome, Severity

WEIGHT: Final[Mapping[Severity, int]] = {
    Severity.CRITICAL: 5,
    Severity.HIGH: 4,
    Severity.MEDIUM: 3,
    Severity.LOW: 2,
    Severity.HINT: 1,
    Severity.UNKNOWN: 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one item stood in one round."""

    outcome: ItemOutcome
    severity: Severity | None


def change_of(now: Standing, before: Standing | None, *, is_first: bool) -> Change:
    """Say how an item stands beside last time; what is not seen any more is called neither worse nor better."""
    if is_first:
        return Change.FIRST
    if before is None:
        return Change.NEW
    here, there = _rank(now), _rank(before)
    if here == there:
        return Change.SAME
    if now.outcome is ItemOutcome.UNKNOWN:
        return Change.UNKNOWN
    if here > there:
        return Change.NEW if there == 0 and now.outcome is ItemOutcome.ABNORMAL else Change.WORSE
    return Change.CURED if here == 0 and before.outcome is ItemOutcome.ABNORMAL else Change.BETTER


def _rank(one: Standing) -> float:
    if one.outcome is ItemOutcome.ABNORMAL:
        return float(WEIGHT[one.severity or Severity.HINT])
    # Not to see is worse than normal and better than anything that was found.
    return 0.5 if one.outcome is ItemOutcome.UNKNOWN else 0.0
