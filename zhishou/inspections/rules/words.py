"""The words of inspections, and the tables that join them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from zhishou.contracts.rules.words import Words
from zhishou.people.rules import VENDOR_ROLES, Role

PLANS: Final = frozenset({Role.MANAGER})
"""Who makes plans and sheets, approves and issues reports."""
INSPECTS: Final = frozenset({Role.FIRST_LINE, Role.SECOND_LINE, Role.EXPERT, Role.MANAGER})
"""Who goes on a round; the front desk stays at the phone."""
SEES: Final = VENDOR_ROLES | {Role.CLIENT_ADMIN, Role.AUDITOR, Role.LEADER}
"""Who reads rounds and issued reports."""


class Severity(StrEnum):
    """How bad a finding is; the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    HINT = "hint"
    UNKNOWN = "unknown"


SEVERITY_NAMES: Final[Mapping[Severity, Words]] = {
    Severity.CRITICAL: ("严重", "critical"),
    Severity.HIGH: ("高", "high"),
    Severity.MEDIUM: ("中", "medium"),
    Severity.LOW: ("低", "low"),
    Severity.HINT: ("提示", "hint"),
    Severity.UNKNOWN: ("未知", "unknown"),
}


class ItemOutcome(StrEnum):
    """What an item came to."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    UNKNOWN = "unknown"
    NOTED = "noted"  # written down, judged by nobody
    NOT_APPLICABLE = "not_applicable"


OUTCOME_NAMES: Final[Mapping[ItemOutcome, Words]] = {
    ItemOutcome.NORMAL: ("正常", "normal"),
    ItemOutcome.ABNORMAL: ("异常", "abnormal"),
    ItemOutcome.UNKNOWN: ("未知", "unknown"),
    ItemOutcome.NOTED: ("已记录", "noted"),
    ItemOutcome.NOT_APPLICABLE: ("不适用", "not applicable"),
}


class Origin(StrEnum):
    """Where the reading of an item comes from."""

    PROBE = "probe"
    ENGINEER = "engineer"
    USER = "user"


ORIGIN_NAMES: Final[Mapping[Origin, Words]] = {
    Origin.PROBE: ("自动采集", "measured by probes"),
    Origin.ENGINEER: ("现场填写", "filled in on site"),
    Origin.USER: ("用户回访", "asked of users"),
}


class Answer(StrEnum):
    """What somebody on site gives for an item."""

    READING = "reading"
    YES_NO = "yes_no"
    PHOTO = "photo"
    NOTE = "note"


class PlanKind(StrEnum):
    """How often a plan asks for a round."""

    WEEKLY = "weekly"
    DAILY = "daily"
    SPECIAL = "special"


PLAN_NAMES: Final[Mapping[PlanKind, Words]] = {
    PlanKind.WEEKLY: ("每周现场巡检", "weekly, on site"),
    PlanKind.DAILY: ("每日巡检", "daily"),
    PlanKind.SPECIAL: ("专项巡检", "special"),
}


class RoundState(StrEnum):
    """Where a round stands; that it is late is told by its due time alone."""

    DUE = "due"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ALLOWED: Final[Mapping[RoundState, frozenset[RoundState]]] = {
    RoundState.DUE: frozenset({RoundState.UNDER_WAY, RoundState.CANCELLED}),
    RoundState.UNDER_WAY: frozenset({RoundState.CLOSED, RoundState.CANCELLED}),
    RoundState.CLOSED: frozenset(),
    RoundState.CANCELLED: frozenset(),
}
OPEN: Final = frozenset({RoundState.DUE, RoundState.UNDER_WAY})


class ActKind(StrEnum):
    """What happens on a round."""

    BEGIN = "begin"
    ANSWER = "answer"
    TALK = "talk"
    SIGN = "sign"
    UNSIGNED = "unsigned"
    CLOSE = "close"
    CANCEL = "cancel"


BY_ENGINEER: Final = frozenset(ActKind) - {ActKind.CANCEL}
"""What the engineer does himself, from his phone, connected or not."""
SEEN: Final = frozenset({ActKind.ANSWER, ActKind.TALK})
"""What was read, seen or heard on site: it stays true when another engineer goes on."""
ACT_NAMES: Final[Mapping[ActKind, Words]] = {
    ActKind.BEGIN: ("开始现场巡检", "round begun on site"),
    ActKind.ANSWER: ("填写巡检项", "item filled in"),
    ActKind.TALK: ("用户回访与指导", "talk with a user"),
    ActKind.SIGN: ("用户签字", "signed by the client"),
    ActKind.UNSIGNED: ("未签字说明", "why nobody signed"),
    ActKind.CLOSE: ("结束巡检", "round ended"),
    ActKind.CANCEL: ("取消巡检", "round cancelled"),
}


class Change(StrEnum):
    """How something stands beside the round before."""

    FIRST = "first"  # there is nothing to compare with
    NEW = "new"
    WORSE = "worse"
    UNKNOWN = "unknown"  # it was seen then and is not now: neither worse nor better
    SAME = "same"
    BETTER = "better"
    CURED = "cured"


CHANGE_NAMES: Final[Mapping[Change, Words]] = {
    Change.FIRST: ("首次", "first time"),
    Change.NEW: ("新增", "new"),
    Change.WORSE: ("变差", "worse"),
    Change.UNKNOWN: ("转为未知", "no longer known"),
    Change.SAME: ("持平", "same"),
    Change.BETTER: ("好转", "better"),
    Change.CURED: ("已消除", "cured"),
}
