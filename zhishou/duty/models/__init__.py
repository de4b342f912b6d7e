"""What is stored: decisions about rosters, and ladders as they ran. Shifts are computed, never stored."""

from zhishou.duty.models.changes import Absence, HandOverNote, Override, Swap
from zhishou.duty.models.coverage import Gap
from zhishou.duty.models.feeds import Feed
from zhishou.duty.models.ladders import LadderPolicy, LadderRun, LadderStep, Page
from zhishou.duty.models.rosters import Roster, RosterMember, RosterVersion

__all__ = [
    "Absence",
    "Feed",
    "Gap",
    "HandOverNote",
    "LadderPolicy",
    "LadderRun",
    "LadderStep",
    "Override",
    "Page",
    "Roster",
    "RosterMember",
    "RosterVersion",
    "Swap",
]
