"""Writes about people, by noun; permission first, then one transaction that publishes the fact.

`by=None` is the operator at the console of the deployment, who may do everything; a person never is None.
"""

from zhishou.people.actions.organisations import (
    change_organisation,
    create_engagement,
    create_organisation,
    rename_engagement,
)
from zhishou.people.actions.persons import (
    change_own_profile,
    change_person,
    create_person,
    deactivate_person,
    reactivate_person,
)
from zhishou.people.actions.roles import grant_role, revoke_role

__all__ = [
    "change_organisation",
    "change_own_profile",
    "change_person",
    "create_engagement",
    "create_organisation",
    "create_person",
    "deactivate_person",
    "grant_role",
    "reactivate_person",
    "rename_engagement",
    "revoke_role",
]
