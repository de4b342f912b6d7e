"""Pure words and decisions of a contract."""

from enum import IntEnum, StrEnum


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
