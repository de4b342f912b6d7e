"""Who gets in: one's own account for whoever is signed in, others for who looks after them."""

from django.utils import timezone

from conftest import Cast
from zhishou.people import actions
from zhishou.people.rules import Role

ANYONE, SIGNED_IN = frozenset({"anyone"}), frozenset({"signed_in"})
ROLES = frozenset(role.value for role in Role)
OURS = ROLES | {"platform_admin"}
VENDOR_SIDE = frozenset({"manager", "platform_admin"})

DOORS: dict[str, frozenset[str]] = {
    "socialaccount_login_cancelled": ANYONE,
    "people:account": SIGNED_IN,
    "people:end_others": SIGNED_IN,
    "people:make_token": SIGNED_IN,
    "people:persons": SIGNED_IN,
    "people:organisations": SIGNED_IN,
    "people:organisation": OURS,
    "people:new_organisation": frozenset({"platform_admin"}),
    "people:new_engagement": frozenset({"platform_admin"}),
    "people:invite": frozenset({"client_admin", "manager", "platform_admin", "stranger_admin", "stranger_manager"}),
    "people:person": OURS,
    "people:change_person": VENDOR_SIDE,
    "people:close_account": VENDOR_SIDE,
    "people:reopen_account": VENDOR_SIDE,
    "people:sign_out_person": VENDOR_SIDE,
    "people:unlock": VENDOR_SIDE,
    "people:password_link": VENDOR_SIDE,
    "people:accept": ANYONE,
    "people:engagement_people": ROLES,
    "people:grant_role": frozenset({"client_admin", "manager"}),
    "people:revoke_role": frozenset({"client_admin", "manager"}),
    "api-1:show_me": SIGNED_IN,
    "api-1:list_tokens": SIGNED_IN,
    "api-1:list_organisations": SIGNED_IN,
    "api-1:list_people": ROLES,
}
NO_DOORS = frozenset(
    {
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_error",
        "api-1:list_roles",
        "api-1:grant_role",
        "api-1:revoke_token",
        "api-1:revoke_role",
        "people:end_device",
        "people:revoke_token",
        "people:withdraw",
    }
)
"""For the owner of the device, token or invitation only: tested by themselves."""


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    code, uuid = cast.engagement.code, cast.expert.uuid
    invitation = actions.invite_person(
        name="Newcomer",
        organisation=cast.engagement.vendor,
        roles={cast.engagement: [Role.EXPERT]},
        by=None,
        at=timezone.now(),
    )
    about_expert = [
        "person", "change_person", "close_account", "reopen_account", "sign_out_person", "unlock", "password_link"
    ]  # fmt: skip
    return {
        "people:organisation": {"code": cast.engagement.vendor.code},
        "people:accept": {"secret": invitation.secret},
        "api-1:list_people": {"code": code},
        "people:engagement_people": {"engagement_code": code},
        "people:grant_role": {"engagement_code": code},
        "people:revoke_role": {"engagement_code": code, "grant_id": cast.expert.role_grants.get().pk},
        **{f"people:{name}": {"uuid": uuid} for name in about_expert},
    }
