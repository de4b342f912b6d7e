"""The states of a notice and how often the unread may be reminded; pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

FLOW: Final = "notice"
BODY: Final = "notices.notice"
REMIND_AGAIN_AFTER: Final = timedelta(hours=4)
PAGE: Final = 20


class State(StrEnum):
    """Where a notice stands."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


ALLOWED: Final = {
    State.DRAFT: frozenset({State.REVIEW}),
    State.REVIEW: frozenset({State.PUBLISHED, State.DRAFT}),
    State.PUBLISHED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset[State](),
}
"""From which state to which a notice goes; called off under review, it is a draft again."""
SHOWN: Final = frozenset({State.PUBLISHED, State.WITHDRAWN})
"""What receivers see: a withdrawn one only with its reason."""


def may_remind(reminded_at: datetime | None, *, at: datetime) -> bool:
    """Say whether the unread may be reminded again: once in four hours."""
    return reminded_at is None or at >= reminded_at + REMIND_AGAIN_AFTER
