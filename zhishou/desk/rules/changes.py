"""What can happen to a ticket, and how the words of the desk are called by people."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from zhishou.contracts.rules.words import Words
from zhishou.desk.rules.clocks import EventKind, Standing
from zhishou.desk.rules.words import MENDED, EvidenceKind, TicketKind

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
    ASKED_AGAIN = "asked_again"
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
    RETITLED = "retitled"
    KIND_CHANGED = "kind_changed"
    SERVICE_CHANGED = "service_changed"
    MODULE_CHANGED = "module_changed"
    COUNTERSIGN_ASKED = "countersign_asked"
    COUNTERSIGNED = "countersigned"
    OBJECTED = "objected"
    COUNTERSIGN_DROPPED = "countersign_dropped"


CHANGE_NAMES: Final[Mapping[ChangeKind, Words]] = {
    ChangeKind.ASSIGNED: ("指派处理人", "assigned"),
    ChangeKind.RELEASED: ("取消指派", "released"),
    ChangeKind.HANDED_OVER: ("转交", "handed over"),
    ChangeKind.URGED: ("催办", "urged"),
    ChangeKind.RECOVERED: ("已恢复，待确认", "recovered, to be confirmed"),
    ChangeKind.CONFIRMED: ("用户确认恢复", "recovery confirmed"),
    ChangeKind.NOT_YET: ("用户反馈未恢复", "not yet, says the client"),
    ChangeKind.ASKED_AGAIN: ("再次请用户方确认", "the client was asked again"),
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
    ChangeKind.RETITLED: ("更正标题", "title corrected"),
    ChangeKind.KIND_CHANGED: ("更正类型", "kind corrected"),
    ChangeKind.SERVICE_CHANGED: ("更正服务代码", "service code corrected"),
    ChangeKind.MODULE_CHANGED: ("更正模块", "module corrected"),
    ChangeKind.COUNTERSIGN_ASKED: ("请求会签", "asked to countersign"),
    ChangeKind.COUNTERSIGNED: ("会签同意", "countersigned"),
    ChangeKind.OBJECTED: ("会签不同意", "objected"),
    ChangeKind.COUNTERSIGN_DROPPED: ("取消会签", "countersign dropped"),
}
FULFILLED_NAMES: Final[Mapping[ChangeKind, Words]] = {
    ChangeKind.RECOVERED: ("已完成，待确认", "done, to be confirmed"),
    ChangeKind.CONFIRMED: ("用户确认完成", "confirmed as done"),
    ChangeKind.NOT_YET: ("用户反馈未完成", "not done yet, says the client"),
}
"""How the same changes are called where nothing was broken."""
EVIDENCE_NAMES: Final[Mapping[EvidenceKind, Words]] = {
    EvidenceKind.CALL: ("通话记录", "call"),
    EvidenceKind.REMOTE_SESSION: ("远程会话", "remote session"),
    EvidenceKind.CHECK_IN: ("现场签到", "check-in"),
    EvidenceKind.CONFIRMATION: ("用户确认", "confirmation"),
    EvidenceKind.PROBE_SAMPLE: ("探测样本", "probe sample"),
    EvidenceKind.EMERGENCY_MEASURE: ("应急措施", "emergency measure"),
}
EVENT_NAMES: Final[Mapping[EventKind, Words]] = {
    EventKind.START: ("起算", "start"),
    EventKind.PAUSE: ("暂停", "pause"),
    EventKind.RESUME: ("恢复计时", "resume"),
    EventKind.STOP: ("凭证据停止", "stopped by evidence"),
    EventKind.EXTEND: ("经用户方同意延长", "extended, the client agreed"),
    EventKind.BREACH: ("超时", "breached"),
    EventKind.RETARGET: ("级别调整，本轮结束", "ended by a change of level"),
    EventKind.VOID: ("作废", "void"),
    EventKind.CLAIM: (
        "乙方报已恢复（完成），待用户确认，暂停判定",
        "the vendor says that it works or is done; judged no further until answered",
    ),
    EventKind.DENY: ("用户否认，继续判定", "the client denies it; judged on"),
}
STANDING_NAMES: Final[Mapping[Standing, Words]] = {
    Standing.ON_TRACK: ("正常", "on track"),
    Standing.AT_RISK: ("预警", "at risk"),
    Standing.BREACHED: ("超时", "breached"),
    Standing.PAUSED: ("暂停", "paused"),
    Standing.KEPT: ("达标", "kept"),
    Standing.VOID: ("作废", "void"),
}
ENDING_NAMES: Final[Mapping[str, Words]] = {
    "confirmed": ("用户已确认，无需再履行", "confirmed by the client, nothing more was needed"),
    "withdrawn": ("用户方撤回工单", "withdrawn by the client"),
    "merged": ("并入工单", "merged into ticket"),
    "unconfirmed": ("用户方未答复，不作判定", "the client did not answer, so it is not judged"),
    "failed_again": (
        "探测已证实恢复，后又出现故障，另起一轮",
        "a probe had shown that it worked; it failed again and counts anew",
    ),
    "contradicted": ("探测再次报障", "a probe reports it broken again"),
    "kind_changed": ("工单类型已更正，该承诺不再适用", "the kind was corrected, this promise does not apply"),
}
"""Why a clock was ended by the client's own act or by a merge; kept by its code, before a colon and more."""
PROPOSAL_NAMES: Final[Mapping[str, Words]] = {
    "extend_waiting": ("提议延长时限", "more time proposed"),
    "extend_agreed": ("用户方同意延长", "the client agreed to more time"),
    "extend_refused": ("用户方不同意延长", "the client refused more time"),
    "void_waiting": ("提议不作判定", "not to be judged, proposed"),
    "void_agreed": ("用户方同意不作判定", "the client agreed not to judge"),
    "void_refused": ("用户方不同意不作判定", "the client insists on judging"),
}
"""What became of a proposal, by its kind and its state."""


def change_name(what: ChangeKind, kind: TicketKind) -> Words:
    """Name what happened to a ticket of a kind: what was never broken does not recover."""
    return CHANGE_NAMES[what] if kind in MENDED else FULFILLED_NAMES.get(what, CHANGE_NAMES[what])
