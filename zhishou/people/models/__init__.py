"""Rows about people, by noun."""

from zhishou.people.models.access import FactorSecret, Invitation, InvitedRole, SignIn, Token
from zhishou.people.models.organisations import Engagement, Organisation
from zhishou.people.models.persons import Person, PersonManager
from zhishou.people.models.roles import ROLE_NAMES, RoleGrant

__all__ = [
    "ROLE_NAMES",
    "Engagement",
    "FactorSecret",
    "Invitation",
    "InvitedRole",
    "Organisation",
    "Person",
    "PersonManager",
    "RoleGrant",
    "SignIn",
    "Token",
]
