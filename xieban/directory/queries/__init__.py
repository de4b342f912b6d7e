"""Reads about units, posts and people; the only way to a row that somebody may see."""

from xieban.directory.queries.accounts import (
    devices_of,
    factor_secret,
    find_account,
    get_device,
    has_second_factor,
    last_failure,
    needs_second_factor,
    password_link,
)
from xieban.directory.queries.meant import heads_of_all, holders_of_post, post_names, principals_of, still_here
from xieban.directory.queries.persons import find_person, get_person, person_of_event, persons_by_id
from xieban.directory.queries.requests import PersonRequest
from xieban.directory.queries.roles import (
    HeldRole,
    appointments_of,
    department_of,
    has_role,
    heads_of,
    holders_of,
    in_force,
    leader_in_charge,
    members_of,
    roles_of,
)
from xieban.directory.queries.units import branch, get_unit, open_units, root_of

__all__ = [
    "HeldRole",
    "PersonRequest",
    "appointments_of",
    "branch",
    "department_of",
    "devices_of",
    "factor_secret",
    "find_account",
    "find_person",
    "get_device",
    "get_person",
    "get_unit",
    "has_role",
    "has_second_factor",
    "heads_of",
    "heads_of_all",
    "holders_of",
    "holders_of_post",
    "in_force",
    "last_failure",
    "leader_in_charge",
    "members_of",
    "needs_second_factor",
    "open_units",
    "password_link",
    "person_of_event",
    "persons_by_id",
    "post_names",
    "principals_of",
    "roles_of",
    "root_of",
    "still_here",
]
