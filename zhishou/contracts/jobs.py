"""Background doors of contracts: milestones are announced, newer holiday notices adopted."""

from datetime import datetime

from zhishou.contracts import actions


def tick_milestones(*, at: datetime) -> None:
    """Announce what is due."""
    actions.announce_due(at=at)


def tick_notice(*, at: datetime) -> None:
    """Adopt the holidays that the calendar library has learnt, e.g. after an upgrade."""
    actions.adopt_newer_notice(at=at)
