"""Kinds of approval, days of leave, and the slots of a car; pure."""

from xieban.approvals.rules.counts import is_count
from xieban.approvals.rules.days import DAY, HALF_DAYS, LONGEST, Balance, balance_of, halves, overlap, working_days
from xieban.approvals.rules.kinds import ANNUAL, PAPERS, Kind
from xieban.approvals.rules.slots import LONGEST_TRIP, SLOT, slots_of

__all__ = [
    "ANNUAL",
    "DAY",
    "HALF_DAYS",
    "LONGEST",
    "LONGEST_TRIP",
    "PAPERS",
    "SLOT",
    "Balance",
    "Kind",
    "balance_of",
    "halves",
    "is_count",
    "overlap",
    "slots_of",
    "working_days",
]
