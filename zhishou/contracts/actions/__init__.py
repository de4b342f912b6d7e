"""Writes about contracts, by noun; permission first, then one transaction with its evidence and its events.

`by=None` is the operator at the console of the deployment; a person never is None.
"""

from zhishou.contracts.actions.calendars import adopt_newer_notice, override_date, withdraw_override
from zhishou.contracts.actions.entitlements import approve_over_use, consume, refund, release, reserve
from zhishou.contracts.actions.loading import Loaded, load_pack
from zhishou.contracts.actions.milestones import announce_due, confirm_payment, record_inspection

__all__ = [
    "Loaded",
    "adopt_newer_notice",
    "announce_due",
    "approve_over_use",
    "confirm_payment",
    "consume",
    "load_pack",
    "override_date",
    "record_inspection",
    "refund",
    "release",
    "reserve",
    "withdraw_override",
]
