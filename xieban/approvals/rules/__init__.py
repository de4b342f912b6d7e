"""Kinds of approval, days of leave, and the slots of a car; pure."""

from xieban.approvals.rules.days import DAY, HALF_DAYS, Balance, balance_of, halves, overlap, working_days
from xieban.approvals.rules.kinds import ANNUAL, PAPERS, Kind
from xieban.approvals.rules.slots import LONGEST_TRIP, SLOT, slots_of

__all__ = [
    "ANNUAL",
    "DAY",
    "HALF_DAYS",
    "LONGEST_TRIP",
    "PAPERS",
    "SLOT",
    "Balance",
    "Kind",
    "balance_of",
    "halves",
    "overlap",
    "slots_of",
    "working_days",
]
