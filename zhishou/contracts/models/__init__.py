from zhishou.contracts.models.contracts import CalendarVersion, Contract, PolicyVersion
from zhishou.contracts.models.entitlements import Account, Movement, Reservation
from zhishou.contracts.models.milestones import Announcement, Milestone

__all__ = [
    "Account",
    "Announcement",
    "CalendarVersion",
    "Contract",
    "Milestone",
    "Movement",
    "PolicyVersion",
    "Reservation",
]
