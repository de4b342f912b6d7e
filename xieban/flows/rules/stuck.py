"""Why an instance does not go on by itself any more (僵死流程); pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from xieban.flows.rules.words import Words

ANSWER_WITHIN: Final = timedelta(hours=1)
"""So long a service may take; the tick and the workers need seconds."""
TIMER_WITHIN: Final = timedelta(minutes=10)
STILL_DAYS: Final = 7


class Cause(StrEnum):
    """What keeps an instance where it is."""

    NOBODY = "nobody"
    FAILED = "failed"
    UNANSWERED = "unanswered"
    TIMER = "timer"
    LOST = "lost"
    STILL = "still"


CAUSE_WORDS: Final[Mapping[Cause, Words]] = {
    Cause.NOBODY: ("当前步骤没有人能办理", "nobody could act at a step where it stands"),
    Cause.FAILED: ("系统步骤多次失败", "a service of it failed as often as it is tried"),
    Cause.UNANSWERED: ("系统步骤一直没有结果", "a service of it was called and never answered"),
    Cause.TIMER: ("定时已到却未触发", "a timer of it is due and did not fire"),
    Cause.LOST: ("在办却不在任何步骤上", "it is under way and stands nowhere"),
    Cause.STILL: ("很久没有动静", "nothing moved for a long time"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which stuck instances are looked for: of which cause (any if none), and how still is too still."""

    causes: frozenset[Cause] = frozenset(Cause)
    still_days: int = STILL_DAYS
