"""Rows of the directory, by noun."""

from xieban.directory.models.access import FactorSecret, SignIn
from xieban.directory.models.delegations import Delegation
from xieban.directory.models.persons import Person, PersonManager
from xieban.directory.models.posts import ROLE_NAMES, Appointment, Charge, Post, PostRole
from xieban.directory.models.units import Unit

__all__ = [
    "ROLE_NAMES",
    "Appointment",
    "Charge",
    "Delegation",
    "FactorSecret",
    "Person",
    "PersonManager",
    "Post",
    "PostRole",
    "SignIn",
    "Unit",
]
