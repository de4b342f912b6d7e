"""What can happen to a ticket, and how the words of the desk are called by people."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from zhishou.contracts.rules.words import Words

CONFIRM_WITHIN: Final = timedelta(days=3)
"""How long a manager waits for the client's word before he may close without it."""
URGE_EVERY: Final = timedelta(minutes=10)
"""How often one person may urge one ticket."""


class ChangeKind(StrEnum):
    """What can happen to a ticket."""

    ASSIGNED = "assigned"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    URGED = "urged"
    RECOVERED = "recovered"
    CONFIRMED = "confirmed"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    LEVEL_CHANGED = "level_changed"
    GOING_DECIDED = "going_decided"
    PUT_UNDER = "put_under"
    TAKEN_OUT = "taken_out"
    LINKED = "linked"
    UNLINKED = "unlinked"
    MERGED = "merged"
    TOOK_IN = "took_in"
    ANSWERED_CALL = "answered_call"


CHANGE_NAMES: Final[Mapping[ChangeKind, Words]] = {
    ChangeKind.ASSIGNED: ("指派处理人", "assigned"),
    ChangeKind.RELEASED: ("取消指派", "released"),
    ChangeKind.HANDED_OVER: ("转交", "handed over"),
    ChangeKind.URGED: ("催办", "urged"),
    ChangeKind.RECOVERED: ("已恢复，待确认", "recovered, to be confirmed"),
    ChangeKind.CONFIRMED: ("用户确认恢复", "recovery confirmed"),
    ChangeKind.NOT_YET: ("用户反馈未恢复", "not yet, says the client"),
    ChangeKind.CLOSED: ("关闭", "closed"),
    ChangeKind.WITHDRAWN: ("撤回", "withdrawn"),
    ChangeKind.REOPENED: ("重新打开", "reopened"),
    ChangeKind.LEVEL_CHANGED: ("调整故障级别", "level changed"),
    ChangeKind.GOING_DECIDED: ("决定上门", "decided to go"),
    ChangeKind.PUT_UNDER: ("归入父工单", "put under another ticket"),
    ChangeKind.TAKEN_OUT: ("移出父工单", "taken out of its parent"),
    ChangeKind.LINKED: ("关联工单", "linked"),
    ChangeKind.UNLINKED: ("取消关联", "unlinked"),
    ChangeKind.MERGED: ("并入其他工单", "merged into another ticket"),
    ChangeKind.TOOK_IN: ("并入本工单", "took in another ticket"),
    ChangeKind.ANSWERED_CALL: ("值守人员接单", "the call was answered"),
}
