"""Writes of delivery: tell, plan, send, channels, wishes."""

from zhishou.notify.actions.correspondence import checked_host, post_mail
from zhishou.notify.actions.reach import account_mail_of, name_of_kind, reachable
from zhishou.notify.actions.telling import UnknownKind, tell, tell_each
from zhishou.notify.actions.wishes import need_not_read

__all__ = [
    "UnknownKind",
    "account_mail_of",
    "checked_host",
    "name_of_kind",
    "need_not_read",
    "post_mail",
    "reachable",
    "tell",
    "tell_each",
]
