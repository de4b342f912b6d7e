"""Who gets in: everybody to their own notices and channels, the service manager to the log of the contract."""

from typing import Any

from conftest import NOON, Cast
from zhishou.notify.actions import tell
from zhishou.notify.models import Notice
from zhishou.notify.tests.factories import make_channel, message

_SIGNED_IN = frozenset({"signed_in"})
DOORS: dict[str, frozenset[str]] = {
    "notify:mine": _SIGNED_IN,
    "notify:read_all": _SIGNED_IN,
    "notify:bell": _SIGNED_IN,
    "notify:follow": frozenset({"expert"}),
    "notify:channels": _SIGNED_IN,
    "notify:wishes": _SIGNED_IN,
    "notify:add_channel": _SIGNED_IN,
    "notify:prove_channel": frozenset({"expert"}),
    "notify:send_code": frozenset({"expert"}),
    "notify:test_channel": frozenset({"expert"}),
    "notify:prefer_channel": frozenset({"expert"}),
    "notify:remove_channel": frozenset({"expert"}),
    "notify:log": frozenset({"manager"}),
    "api-1:notify_notices": _SIGNED_IN,
    "api-1:notify_read_all": _SIGNED_IN,
    "api-1:notify_channels": _SIGNED_IN,
    # Only POST, asked by GET here; test_api.py asks by POST.
    **{f"api-1:notify_{verb}": frozenset({"expert"}) for verb in ("read", "code", "test")},
    "api-1:notify_deliveries": frozenset({"manager"}),
}

# A body is read before the door is asked, for whatever exists and what does not. See test_api.py.
NO_DOORS = frozenset({"api-1:notify_channel", "api-1:notify_verify"})


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    tell(to=[cast.expert], message=message(), at=NOON)
    notice = {"uuid": Notice.objects.get(person=cast.expert).uuid}
    channel = {"uuid": make_channel(cast.expert).uuid}
    return {
        "notify:follow": notice,
        "api-1:notify_read": notice,
        **{f"api-1:notify_{verb}": channel for verb in ("code", "test")},
        "api-1:notify_deliveries": {"code": cast.engagement.code},
        "notify:add_channel": {"kind": "wecom"},
        **dict.fromkeys([f"notify:{verb}" for verb in ("prove_channel", "send_code", "test_channel")], channel),
        **dict.fromkeys([f"notify:{verb}" for verb in ("prefer_channel", "remove_channel")], channel),
        "notify:log": {"engagement_code": cast.engagement.code},
    }
