"""Writes about people, by noun; permission first, then one transaction that publishes the fact.

`by=None` is the operator at the console of the deployment, who may do everything; a person never is None.
"""

from zhishou.people.actions.invitations import accept_invitation, invite_person, withdraw_invitation
from zhishou.people.actions.organisations import (
    change_organisation,
    create_engagement,
    create_organisation,
    rename_engagement,
)
from zhishou.people.actions.permissions import (
    require_administrator_of,
    require_any_administrator,
    require_any_grantor,
    require_platform_admin,
)
from zhishou.people.actions.persons import (
    change_own_profile,
    change_person,
    create_person,
    deactivate_person,
    let_all_sign_in,
    reactivate_person,
)
from zhishou.people.actions.roles import grant_role, revoke_role
from zhishou.people.actions.sign_ins import (
    allow_password_link,
    ask_for_password_link,
    begin_sign_in,
    end_other_sign_ins,
    end_sign_in,
    end_sign_ins_of,
    keep_factor_secret,
    lift_lock,
    note_failed_sign_in,
    note_second_factor,
    set_password,
    touch_sign_in,
)
from zhishou.people.actions.tokens import make_token, revoke_token, use_token

__all__ = [
    "accept_invitation",
    "allow_password_link",
    "ask_for_password_link",
    "begin_sign_in",
    "change_organisation",
    "change_own_profile",
    "change_person",
    "create_engagement",
    "create_organisation",
    "create_person",
    "deactivate_person",
    "end_other_sign_ins",
    "end_sign_in",
    "end_sign_ins_of",
    "grant_role",
    "invite_person",
    "keep_factor_secret",
    "let_all_sign_in",
    "lift_lock",
    "make_token",
    "note_failed_sign_in",
    "note_second_factor",
    "reactivate_person",
    "rename_engagement",
    "require_administrator_of",
    "require_any_administrator",
    "require_any_grantor",
    "require_platform_admin",
    "revoke_role",
    "revoke_token",
    "set_password",
    "touch_sign_in",
    "use_token",
    "withdraw_invitation",
]
