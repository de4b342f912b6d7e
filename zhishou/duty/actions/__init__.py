"""Writes of duty: rosters and their changes, swaps, feeds, ladders."""

from zhishou.duty.actions.feeds import make_feed, revoke_feed
from zhishou.duty.actions.rosters import (
    cancel_leave,
    cancel_override,
    override,
    set_roster,
    take_leave,
    write_note,
)
from zhishou.duty.actions.swaps import answer_swap, ask_swap, withdraw_swap

__all__ = [
    "answer_swap",
    "ask_swap",
    "cancel_leave",
    "cancel_override",
    "make_feed",
    "override",
    "revoke_feed",
    "set_roster",
    "take_leave",
    "withdraw_swap",
    "write_note",
]
