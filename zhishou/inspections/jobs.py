"""Background doors of inspections: rounds foreseen, told of, and gathered."""

from collections.abc import Collection
from datetime import datetime

from zhishou.inspections import actions
from zhishou.inspections.queries.reports import referenced_reports
from zhishou.inspections.queries.rounds import referenced_pictures


def tick_rounds(*, at: datetime) -> None:
    """Foresee the rounds of the next days, gather for those whose time has come, and tell who must not forget."""
    actions.foresee(at=at)
    actions.gather_due(at=at)
    actions.tell_due(at=at)


def referenced_contents(digests: Collection[str]) -> set[str]:
    """Return which of some contents an inspection refers to, so that no sweep takes them."""
    wanted = list(digests)
    return referenced_pictures(wanted) | referenced_reports(wanted)
