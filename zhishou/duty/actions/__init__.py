"""Writes of duty: rosters and their changes, swaps, feeds, ladders."""

from zhishou.duty.actions.changes import change_shift
from zhishou.duty.actions.feeds import make_feed, revoke_feed
from zhishou.duty.actions.ladders import (
    acknowledge,
    acknowledge_by_link,
    page_failed,
    reopen_ladder,
    set_ladder_policy,
    start_ladder,
    stop_ladder,
)
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
    "acknowledge",
    "acknowledge_by_link",
    "answer_swap",
    "ask_swap",
    "cancel_leave",
    "cancel_override",
    "change_shift",
    "make_feed",
    "override",
    "page_failed",
    "reopen_ladder",
    "revoke_feed",
    "set_ladder_policy",
    "set_roster",
    "start_ladder",
    "stop_ladder",
    "take_leave",
    "withdraw_swap",
    "write_note",
]
