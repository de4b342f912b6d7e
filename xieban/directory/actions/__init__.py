"""Writes to the directory, by noun; permission first, then one transaction that publishes the fact.

`by=None` is the operator at the console of the deployment, who may do everything; a person never is None.
"""

from xieban.directory.actions.clients import add_client, register_client, remove_client
from xieban.directory.actions.delegations import delegate, end_delegation
from xieban.directory.actions.handover import hand_over, let_return
from xieban.directory.actions.locking import lock_account, unlock_account
from xieban.directory.actions.permissions import looks_after, require_administrator, require_administrator_of
from xieban.directory.actions.persons import (
    change_own_profile,
    change_person,
    create_person,
    let_all_sign_in,
    lock_person,
)
from xieban.directory.actions.posts import appoint, change_post, close_post, create_post, dismiss, put_in_charge
from xieban.directory.actions.search import rebuild_search
from xieban.directory.actions.sheets import bring_in
from xieban.directory.actions.sign_ins import (
    allow_password_link,
    ask_for_password_link,
    begin_sign_in,
    end_other_sign_ins,
    end_sign_in,
    end_sign_ins_of,
    keep_factor_secret,
    lift_lock,
    lock_name,
    note_failed_sign_in,
    note_second_factor,
    set_password,
    touch_sign_in,
)
from xieban.directory.actions.units import change_unit, close_unit, create_unit

__all__ = [
    "add_client",
    "allow_password_link",
    "appoint",
    "ask_for_password_link",
    "begin_sign_in",
    "bring_in",
    "change_own_profile",
    "change_person",
    "change_post",
    "change_unit",
    "close_post",
    "close_unit",
    "create_person",
    "create_post",
    "create_unit",
    "delegate",
    "dismiss",
    "end_delegation",
    "end_other_sign_ins",
    "end_sign_in",
    "end_sign_ins_of",
    "hand_over",
    "keep_factor_secret",
    "let_all_sign_in",
    "let_return",
    "lift_lock",
    "lock_account",
    "lock_name",
    "lock_person",
    "looks_after",
    "note_failed_sign_in",
    "note_second_factor",
    "put_in_charge",
    "rebuild_search",
    "register_client",
    "remove_client",
    "require_administrator",
    "require_administrator_of",
    "set_password",
    "touch_sign_in",
    "unlock_account",
]
