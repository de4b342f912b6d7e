"""Who gets in: the vendor's people, the client administrator, the auditor; an opened status page is anybody's."""

from datetime import timedelta

from django.utils import timezone

from conftest import Cast
from zhishou.people.rules import VENDOR_ROLES, Role
from zhishou.watch import actions
from zhishou.watch.tests.factories import make_watch

STAFF = frozenset(role.value for role in VENDOR_ROLES)
VIEWERS = STAFF | {Role.CLIENT_ADMIN.value, Role.AUDITOR.value}
PAGES = ("overview", "alerts", "alert", "map", "component", "history", "chart", "quiet", "users")

DOORS: dict[str, frozenset[str]] = {
    **{f"watch:{name}": VIEWERS for name in PAGES},
    "wall": VIEWERS,
    "watch:status": frozenset({"anyone"}),
    # Asked by GET here, which these answer with 405 to everybody; test_pages.py asks by POST.
    "watch:end_silence": frozenset({"signed_in"}),
    "watch:cancel_window": frozenset({"signed_in"}),
    "watch:open_status": frozenset({"signed_in"}),
}


def arguments(cast: Cast) -> dict[str, dict[str, object]]:
    at = timezone.now() - timedelta(hours=1)
    watch = make_watch(cast, at=at)
    watch.comes("host-answers", "ncc", since=at)
    until, by = at + timedelta(hours=3), cast.manager
    silence = actions.make_silence(system=watch.system, reason="x", starts_at=at, ends_at=until, by=by, at=at)
    window = actions.make_window(system=watch.system, title="x", starts_at=at, ends_at=until, by=by, at=at)
    actions.open_status_page(system=watch.system, is_public=True, by=cast.manager, at=at)
    code: dict[str, object] = {"engagement_code": cast.engagement.code}
    here = {**code, "system_code": watch.system.code}
    return {
        "watch:overview": code,
        "watch:alerts": code,
        "watch:alert": {**code, "uuid": watch.alert("host-answers").uuid},
        "watch:map": here,
        "watch:component": {**here, "component_code": "host"},
        "watch:history": {**here, "probe_code": "host-answers"},
        "watch:chart": {**here, "probe_code": "host-answers"},
        "watch:quiet": here,
        "watch:users": here,
        "watch:open_status": here,
        "watch:end_silence": {**here, "uuid": silence.uuid},
        "watch:cancel_window": {**here, "uuid": window.uuid},
        "watch:status": {"slug": watch.system.slug},
        "wall": {"slug": watch.system.slug},
    }
