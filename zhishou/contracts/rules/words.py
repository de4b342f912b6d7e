"""The words of a contract: levels, commitments, the catalogue, the ways of serving."""

from enum import IntEnum, StrEnum
from typing import Final


class Level(IntEnum):
    """How grave a fault is; the smaller, the graver."""

    FATAL = 1
    SEVERE = 2
    ORDINARY = 3


class Commitment(StrEnum):
    """One promised target of a ticket."""

    PHONE = "phone"
    REMOTE = "remote"
    ONSITE = "onsite"
    RECOVERY = "recovery"
    RESPONSE_CAP = "response_cap"
    REPAIR_CAP = "repair_cap"


MATRIX: Final = (Commitment.PHONE, Commitment.REMOTE, Commitment.ONSITE, Commitment.RECOVERY)
"""The four that each level promises; the caps stand over all levels."""


class StartEvent(StrEnum):
    """What a commitment counts from."""

    RECEIPT = "receipt"
    DECISION_TO_GO = "decision_to_go"


class PauseReason(StrEnum):
    """Why a clock may rest, where the contract allows it at all."""

    WAITING_FOR_CLIENT = "waiting_for_client"
    AGREED_WINDOW = "agreed_window"
    FORCE_MAJEURE = "force_majeure"


class Fulfilment(StrEnum):
    """What meets a cap."""

    RESPONSE = "response"
    REPAIR = "repair"
    EMERGENCY_MEASURE_AND_PLAN = "emergency_measure_and_plan"


class ServiceCode(StrEnum):
    """The eleven services of the catalogue."""

    SYSTEM_ENVIRONMENT = "010101"
    CLIENT_ENVIRONMENT = "010201"
    BASIC_OPERATION = "020201"
    CORRECTIVE_MAINTENANCE = "020202"
    HAZARD_ASSESSMENT = "020203"
    TUNING = "020204"
    CONSULTING_AND_TRAINING = "030101"
    EMERGENCY_DRILLS = "030102"
    MAJOR_EVENTS = "030103"
    KEY_USERS = "030104"
    SERVICE_REPORTS = "030105"


class ServiceMode(StrEnum):
    """The six ways of serving."""

    REMOTE = "M1"
    PHONE = "M2"
    INSPECTION = "M3"
    EMERGENCY = "M4"
    PUBLICATION = "M5"
    OTHER_ONSITE = "M6"


class ServiceHours(StrEnum):
    """When a way of serving is offered."""

    ROUND_THE_CLOCK = "7x24"
    WEEKLY = "weekly"
    IRREGULAR = "irregular"
    ON_DEMAND = "on_demand"


Words = tuple[str, str]
"""The same thing said in Chinese and in English."""

LEVEL_NAMES: Final[dict[Level, Words]] = {
    Level.FATAL: ("一级（致命）", "Level 1 (fatal)"),
    Level.SEVERE: ("二级（严重）", "Level 2 (severe)"),
    Level.ORDINARY: ("三级（一般）", "Level 3 (ordinary)"),
}
COMMITMENT_NAMES: Final[dict[Commitment, Words]] = {
    Commitment.PHONE: ("电话响应", "phone"),
    Commitment.REMOTE: ("远程响应", "remote"),
    Commitment.ONSITE: ("到达现场", "on site"),
    Commitment.RECOVERY: ("恢复", "recovery"),
    Commitment.RESPONSE_CAP: ("响应总限", "response cap"),
    Commitment.REPAIR_CAP: ("修复总限", "repair cap"),
}
START_NAMES: Final[dict[StartEvent, Words]] = {
    StartEvent.RECEIPT: ("自受理起", "from receipt"),
    StartEvent.DECISION_TO_GO: ("自决定上门起", "from the decision to go"),
}
PAUSE_NAMES: Final[dict[PauseReason, Words]] = {
    PauseReason.WAITING_FOR_CLIENT: ("等待用户方", "waiting for the client"),
    PauseReason.AGREED_WINDOW: ("等待约定时间窗", "waiting for an agreed window"),
    PauseReason.FORCE_MAJEURE: ("不可抗力", "force majeure"),
}
FULFILMENT_NAMES: Final[dict[Fulfilment, Words]] = {
    Fulfilment.RESPONSE: ("响应", "a response"),
    Fulfilment.REPAIR: ("修复", "repair"),
    Fulfilment.EMERGENCY_MEASURE_AND_PLAN: ("应急措施加应急方案", "an emergency measure plus an emergency plan"),
}
SERVICE_NAMES: Final[dict[ServiceCode, Words]] = {
    ServiceCode.SYSTEM_ENVIRONMENT: ("系统环境运维", "System environment"),
    ServiceCode.CLIENT_ENVIRONMENT: ("客户端环境运维", "Client environment"),
    ServiceCode.BASIC_OPERATION: ("基础运维", "Basic operation"),
    ServiceCode.CORRECTIVE_MAINTENANCE: ("纠错性维护", "Corrective maintenance"),
    ServiceCode.HAZARD_ASSESSMENT: ("隐患评估", "Hazard assessment"),
    ServiceCode.TUNING: ("调优", "Tuning"),
    ServiceCode.CONSULTING_AND_TRAINING: ("技术咨询及培训", "Consulting and training"),
    ServiceCode.EMERGENCY_DRILLS: ("应急演练", "Emergency drills"),
    ServiceCode.MAJOR_EVENTS: ("重大活动保障", "Major-event support"),
    ServiceCode.KEY_USERS: ("重点用户特殊支撑", "Key-user support"),
    ServiceCode.SERVICE_REPORTS: ("运维服务阶段工作报告", "Service reports"),
}
MODE_NAMES: Final[dict[ServiceMode, Words]] = {
    ServiceMode.REMOTE: ("远程服务", "Remote"),
    ServiceMode.PHONE: ("电话、QQ、微信服务", "Phone, QQ, WeChat"),
    ServiceMode.INSPECTION: ("定期现场巡检", "Regular on-site inspection"),
    ServiceMode.EMERGENCY: ("现场应急响应", "On-site emergency"),
    ServiceMode.PUBLICATION: ("网站、邮件、传真服务", "Website, mail, fax"),
    ServiceMode.OTHER_ONSITE: ("其他现场服务", "Other on-site"),
}
HOURS_NAMES: Final[dict[ServiceHours, Words]] = {
    ServiceHours.ROUND_THE_CLOCK: ("7×24 小时", "7x24"),
    ServiceHours.WEEKLY: ("每周一次", "weekly"),
    ServiceHours.IRREGULAR: ("不定期", "irregular"),
    ServiceHours.ON_DEMAND: ("按需", "on demand"),
}


def say(words: Words, language: str) -> str:
    """Return the Chinese or (for any other language) the English of it."""
    return words[0] if language.lower().startswith("zh") else words[1]
