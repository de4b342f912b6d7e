"""How a room is made: nobody but the service changes it, invites or removes; everybody in it writes."""

from typing import Final

_ALL: Final = 100
EVENT_KIND: Final = "cn.xieban.room"


def room_of(*, name: str, kind: str, key: str) -> dict[str, object]:
    """Return what the chat server is asked for; `key` is told in the room's own state, for the page."""
    state: list[dict[str, object]] = [
        {"type": "m.room.guest_access", "state_key": "", "content": {"guest_access": "forbidden"}},
        {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "shared"}},
        {"type": EVENT_KIND, "state_key": "", "content": {"kind": kind, "key": key}},
    ]
    return {
        "name": name,
        "visibility": "private",
        "preset": "private_chat",
        "creation_content": {"m.federate": False},
        "initial_state": state,
        "power_level_content_override": {
            "users_default": 0,
            "events_default": 0,
            "state_default": _ALL,
            "invite": _ALL,
            "kick": _ALL,
            "ban": _ALL,
            "redact": _ALL,
            "notifications": {"room": 0},
        },
    }
