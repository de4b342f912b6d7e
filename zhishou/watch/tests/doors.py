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
API_LISTS = ("components", "probes", "silences", "windows", "notes")
OF_A_PROBE = ("probe", "series", "samples")

DOORS: dict[str, frozenset[str]] = {
    **{f"watch:{name}": VIEWERS for name in PAGES},
    "wall": VIEWERS,
    "watch:status": frozenset({"anyone"}),
    # Asked by GET here, which these answer with 405 to everybody; test_pages.py asks by POST.
    "watch:end_silence": frozenset({"signed_in"}),
    "watch:cancel_window": frozenset({"signed_in"}),
    "watch:open_status": frozenset({"signed_in"}),
    **{f"api-1:watch_{name}": VIEWERS for name in (*API_LISTS, *OF_A_PROBE, "alerts", "alert")},
    **{f"api-1:watch_{name}": frozenset({"signed_in"}) for name in ("silence_end", "window_cancel")},
}

SPAN: dict[str, object] = {"starts_at": "2023-03-15T12:00:00Z", "ends_at": "2023-03-15T13:00:00Z"}
BODIES: dict[str, dict[str, object]] = {
    "api-1:watch_silences": {"reason": "x", **SPAN},
    "api-1:watch_windows": {"title": "x", **SPAN},
    "api-1:watch_notes": {"stage": "looking", "words": "x"},
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
    contract: dict[str, object] = {"code": cast.engagement.code}
    by_api = {**contract, "system": watch.system.code}
    return {
        **{f"api-1:watch_{name}": by_api for name in API_LISTS},
        **{f"api-1:watch_{name}": {**by_api, "probe": "host-answers"} for name in OF_A_PROBE},
        "api-1:watch_alerts": contract,
        "api-1:watch_alert": {**contract, "uuid": watch.alert("host-answers").uuid},
        "api-1:watch_silence_end": {**by_api, "uuid": silence.uuid},
        "api-1:watch_window_cancel": {**by_api, "uuid": window.uuid},
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
