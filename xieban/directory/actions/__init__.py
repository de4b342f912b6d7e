"""Writes to the directory, by noun; permission first, then one transaction that publishes the fact.

`by=None` is the operator at the console of the deployment, who may do everything; a person never is None.
"""

from xieban.directory.actions.permissions import require_administrator
from xieban.directory.actions.persons import change_own_profile, create_person
from xieban.directory.actions.posts import appoint, create_post, put_in_charge
from xieban.directory.actions.sign_ins import (
    ask_for_password_link,
    begin_sign_in,
    end_other_sign_ins,
    end_sign_in,
    keep_factor_secret,
    lock_name,
    note_failed_sign_in,
    note_second_factor,
    set_password,
    touch_sign_in,
)
from xieban.directory.actions.units import create_unit

__all__ = [
    "appoint",
    "ask_for_password_link",
    "begin_sign_in",
    "change_own_profile",
    "create_person",
    "create_post",
    "create_unit",
    "end_other_sign_ins",
    "end_sign_in",
    "keep_factor_secret",
    "lock_name",
    "note_failed_sign_in",
    "note_second_factor",
    "put_in_charge",
    "require_administrator",
    "set_password",
    "touch_sign_in",
]
