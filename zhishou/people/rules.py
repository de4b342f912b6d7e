"""Pure decisions about roles."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do in one contract."""

    REQUESTER = "requester"
    LEADER = "leader"
    CLIENT_ADMIN = "client_admin"
    FRONT_DESK = "front_desk"
    FIRST_LINE = "first_line"
    SECOND_LINE = "second_line"
    EXPERT = "expert"
    MANAGER = "manager"
    AUDITOR = "auditor"


class Tier(StrEnum):
    """The support tiers, lowest first; each is staffed by the role of the same name."""

    FRONT_DESK = "front_desk"
    FIRST_LINE = "first_line"
    SECOND_LINE = "second_line"
    EXPERT = "expert"
    MANAGER = "manager"


CLIENT_ROLES = frozenset({Role.REQUESTER, Role.LEADER, Role.CLIENT_ADMIN})
VENDOR_ROLES = frozenset({Role.FRONT_DESK, Role.FIRST_LINE, Role.SECOND_LINE, Role.EXPERT, Role.MANAGER})
ENGINEER_ROLES = VENDOR_ROLES
NEEDS_SECOND_FACTOR = VENDOR_ROLES | {Role.CLIENT_ADMIN}
