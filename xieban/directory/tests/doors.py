"""Who gets in: colleagues know each other; what changes somebody is for who looks after him."""

from xieban.directory import actions
from xieban.tests.cast import NOON, Cast

ANYONE, SIGNED_IN = frozenset({"anyone"}), frozenset({"signed_in"})
WHOLE = frozenset({"administrator"})
LOOK_AFTER = frozenset({"administrator", "unit_administrator"})

DOORS: dict[str, frozenset[str]] = {
    "idp:oidc:configuration": ANYONE,
    "idp:oidc:jwks": ANYONE,
    "directory:account": SIGNED_IN,
    "directory:end_others": SIGNED_IN,
    "directory:delegations": SIGNED_IN,
    "directory:end_delegation": frozenset({"drafter", "department_head", "administrator"}),  # 405: after the door
    "directory:people": SIGNED_IN,
    "directory:me": SIGNED_IN,
    "directory:sheets": WHOLE,
    "directory:workbook": WHOLE,
    "directory:person": SIGNED_IN,
    "directory:change_person": LOOK_AFTER,
    "directory:hand_over": LOOK_AFTER,
    "directory:let_return": LOOK_AFTER,
    "directory:sign_out_person": LOOK_AFTER,
    "directory:unlock": LOOK_AFTER,
    "directory:password_link": LOOK_AFTER,
    "directory:unit": SIGNED_IN,
    "directory:new_unit": LOOK_AFTER,
    "directory:change_unit": LOOK_AFTER,
    "directory:close_unit": LOOK_AFTER,
    "directory:lead": LOOK_AFTER,
    "directory:new_person": LOOK_AFTER,
    "directory:new_post": LOOK_AFTER,
    "directory:change_post": LOOK_AFTER,
    "directory:close_post": LOOK_AFTER,
    "directory:appoint": LOOK_AFTER,
    "directory:dismiss": LOOK_AFTER,
}
CLIENTS = ("authorization", "token", "userinfo", "revoke")
NO_DOORS = frozenset({"directory:end_device", *(f"idp:oidc:{name}" for name in CLIENTS)})
"""For the owner of the device, and for registered clients: tested by themselves."""


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    held = cast.drafter.appointments.get()
    stand = actions.delegate(
        principal=cast.drafter,
        deputy=cast.department_head,
        since=NOON,
        until=NOON.replace(year=2100),
        by=cast.drafter,
        at=NOON,
    )
    person: dict[str, object] = {"uuid": cast.drafter.uuid}
    unit: dict[str, object] = {"code": cast.department.code}
    post: dict[str, object] = {"uuid": held.post.uuid}
    of_person = ("person", "change_person", "hand_over", "let_return", "sign_out_person", "unlock", "password_link")
    of_unit = ("unit", "new_unit", "change_unit", "close_unit", "lead", "new_person", "new_post")
    of_post = ("change_post", "close_post", "appoint")
    return {
        **{f"directory:{name}": person for name in of_person},
        **{f"directory:{name}": unit for name in of_unit},
        **{f"directory:{name}": post for name in of_post},
        "directory:dismiss": {"key": held.pk},
        "directory:end_delegation": {"uuid": stand.uuid},
    }
