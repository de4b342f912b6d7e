"""Writes of the watch: results are kept, alerts follow, people agree on quiet."""

from zhishou.watch.actions.alerting import note_ticket, tell_held
from zhishou.watch.actions.blindness import look_for_silence, mark_stale
from zhishou.watch.actions.keeping import Kept, keep
from zhishou.watch.actions.leasing import Share, give_back, share_out
from zhishou.watch.actions.packing import forget_old, pack_some
from zhishou.watch.actions.quiet import (
    cancel_window,
    end_silence,
    make_silence,
    make_window,
    open_status_page,
    tell_users,
)

__all__ = [
    "Kept",
    "Share",
    "cancel_window",
    "end_silence",
    "forget_old",
    "give_back",
    "keep",
    "look_for_silence",
    "make_silence",
    "make_window",
    "mark_stale",
    "note_ticket",
    "open_status_page",
    "pack_some",
    "share_out",
    "tell_held",
    "tell_users",
]
