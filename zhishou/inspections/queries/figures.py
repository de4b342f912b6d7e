"""What was seen of an item, as rows keep it."""

from datetime import datetime

from zhishou.inspections.models import Result
from zhishou.inspections.rules.findings import reading_of
from zhishou.inspections.rules.measured import WHY_NAMES, Why
from zhishou.inspections.rules.words import OUTCOME_NAMES, ItemOutcome


def said_of(one: Result) -> str:
    """Return what was seen of an item, or why nothing was."""
    if one.outcome == ItemOutcome.UNKNOWN and one.why:
        why = WHY_NAMES[Why(one.why)][0]
        return f"未知：{one.words}" if one.words and one.why == Why.COULD_NOT_TELL else f"未知：{why}"
    return reading_of(one.observed, one.unit, one.words) or OUTCOME_NAMES[ItemOutcome(one.outcome)][0]


def series_of(one: Result) -> list[tuple[datetime, float | None]]:
    """Return the kept series of an item."""
    return [(datetime.fromisoformat(moment), value) for moment, value in one.series]


def lines_of(one: Result) -> list[tuple[float, bool]]:
    """Return the limits of an item as numbers."""
    return [(float(value), bool(grave)) for value, grave in one.lines]
