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
}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    tell(to=[cast.expert], message=message(), at=NOON)
    channel = {"uuid": make_channel(cast.expert).uuid}
    return {
        "notify:follow": {"uuid": Notice.objects.get(person=cast.expert).uuid},
        "notify:add_channel": {"kind": "wecom"},
        **dict.fromkeys([f"notify:{verb}" for verb in ("prove_channel", "send_code", "test_channel")], channel),
        **dict.fromkeys([f"notify:{verb}" for verb in ("prefer_channel", "remove_channel")], channel),
        "notify:log": {"engagement_code": cast.engagement.code},
    }
