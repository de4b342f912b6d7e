"""Who gets in: the vendor's people, the client administrator and the auditor see the watch."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from conftest import Cast
from zhishou.contracts.rules import Level
from zhishou.duty import actions
from zhishou.duty.actions.climbing import climb_due
from zhishou.duty.models import Page
from zhishou.duty.queries.links import link_of
from zhishou.duty.tests.factories import make_roster, staff
from zhishou.people.rules import VENDOR_ROLES, Role, Tier

STAFF = frozenset(role.value for role in VENDOR_ROLES)
VIEWERS = STAFF | {Role.CLIENT_ADMIN.value, Role.AUDITOR.value}
MANAGER = frozenset({Role.MANAGER.value})

API_LISTS = ("on_watch", "shifts", "ladders", "overrides", "swaps")

DOORS: dict[str, frozenset[str]] = {
    "duty:roster": VIEWERS,
    "duty:changes": VIEWERS,
    "duty:gaps": VIEWERS,
    "duty:ladders": VIEWERS,
    "duty:ladder": VIEWERS,
    "duty:mine": STAFF,
    "duty:change": STAFF,
    "duty:edit_roster": MANAGER,
    "duty:edit_policy": MANAGER,
    # Asked by GET here, which these answer with 405 to everybody; their tests ask by POST.
    "duty:cancel_override": frozenset({"signed_in"}),
    "duty:answer_swap": frozenset({"signed_in"}),
    "duty:leave": frozenset({"signed_in"}),
    "duty:cancel_leave": frozenset({"signed_in"}),
    "duty:note": frozenset({"signed_in"}),
    "duty:make_feed": frozenset({"signed_in"}),
    "duty:revoke_feed": frozenset({"signed_in"}),
    "duty:act": frozenset({"signed_in"}),
    "api-1:duty_on_watch": VIEWERS,
    "api-1:duty_shifts": VIEWERS,
    "api-1:duty_ladders": VIEWERS,
    "api-1:duty_ladder": VIEWERS,
    "api-1:duty_overrides": VIEWERS,
    "api-1:duty_swaps": VIEWERS,
    "api-1:duty_acknowledge": STAFF,
    "api-1:duty_override_cancel": STAFF,
    "api-1:duty_swap_withdraw": STAFF,
    # Asked by GET, which these answer with 405; test_api.py asks with a whole body.
    "api-1:duty_swap_answer": frozenset({"signed_in"}),
    "api-1:duty_ladder_stop": frozenset({"signed_in"}),
    # Secret addresses: whoever knows one needs no account.
    "duty:answer": frozenset({"anyone"}),
    "duty:feed": frozenset({"anyone"}),
}

SOMEBODY, SPAN = str(UUID(int=0)), ("2023-04-01T09:00+08:00", "2023-04-02T09:00+08:00")
# A body is read before the door: whole ones, so that it is the door that refuses.
BODIES: dict[str, dict[str, object]] = {
    "api-1:duty_ladders": {"level": 1, "about_key": "1", "title": "x"},
    "api-1:duty_overrides": {
        "tier": "expert",
        "person": SOMEBODY,
        "starts_at": SPAN[0],
        "ends_at": SPAN[1],
        "reason": "x",
    },
    "api-1:duty_swaps": {
        "tier": "expert",
        "asked_of": SOMEBODY,
        "gives_from": SPAN[0],
        "gives_until": SPAN[1],
    },
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    at = timezone.now() - timedelta(hours=1)  # the doors are asked now, whatever now is
    code: dict[str, object] = {"engagement_code": cast.engagement.code}
    roster = make_roster(cast, Tier.FIRST_LINE, cast.first_line, at=at)
    staff(cast, without=frozenset({Tier.FIRST_LINE}))
    override = actions.override(
        roster=roster,
        person=cast.first_line,
        starts_at=at,
        ends_at=at + timedelta(days=1),
        reason="x",
        by=cast.manager,
        at=at,
    )
    leave = actions.take_leave(
        engagement=cast.engagement,
        person=cast.expert,
        starts_at=at,
        ends_at=at + timedelta(days=2),
        by=cast.expert,
        at=at,
    )
    feed, token = actions.make_feed(engagement=cast.engagement, tier=None, by=cast.expert, at=at)
    run = actions.start_ladder(
        engagement=cast.engagement, level=Level.SEVERE, about_kind="test", about_key="1", title="x", at=at
    )
    climb_due(at=at)
    [answer] = [link_of(page).strip("/").rpartition("/")[2] for page in Page.objects.all()]
    moment = (at + timedelta(minutes=30)).isoformat()
    by_api: dict[str, object] = {"code": cast.engagement.code}
    of_run_by_api = {**by_api, "uuid": run.uuid}
    of_run = {**code, "uuid": run.uuid}
    return {
        **{f"duty:{name}": code for name in ("roster", "changes", "gaps", "ladders", "mine", "leave", "note")},
        "duty:make_feed": code,
        **{f"api-1:duty_{name}": by_api for name in API_LISTS},
        **{f"api-1:duty_{name}": of_run_by_api for name in ("ladder", "acknowledge", "ladder_stop")},
        **{f"api-1:duty_{name}": {**by_api, "uuid": leave.uuid} for name in ("swap_answer", "swap_withdraw")},
        "api-1:duty_override_cancel": {**by_api, "uuid": override.uuid},
        "duty:ladder": of_run,
        "duty:act": of_run,
        "duty:change": {**code, "tier": "first_line", "moment": moment},
        "duty:edit_roster": {**code, "tier": "first_line"},
        "duty:edit_policy": {**code, "level": 1},
        "duty:cancel_override": {**code, "uuid": override.uuid},
        "duty:cancel_leave": {**code, "uuid": leave.uuid},
        "duty:answer_swap": {**code, "uuid": leave.uuid},
        "duty:revoke_feed": {**code, "uuid": feed.uuid},
        "duty:answer": {"token": answer},
        "duty:feed": {"token": token},
    }
