"""What a pushed event says that can be found: the text of a message, a corrected one, one that was taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

LONGEST: Final = 16_000
_FILES: Final = frozenset({"m.file", "m.image", "m.audio", "m.video"})
_TEXTS: Final = frozenset({"m.text", "m.notice", "m.emote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message as it is to be found; without text it is to be found no longer."""

    event: str
    room: str
    sender: str
    millis: int
    text: str


def heard(event: Mapping[str, Any]) -> Heard | None:
    """Return what an event says, or None where it is no message; whatever shape it has, it does no harm."""
    room, sender, millis = event.get("room_id"), event.get("sender"), event.get("origin_server_ts")
    if not (isinstance(room, str) and isinstance(sender, str) and isinstance(millis, int)):
        return None
    found = _taken_back(event) if event.get("type") == "m.room.redaction" else _said(event)
    if found is None:
        return None
    about, text = found
    return Heard(event=about, room=room, sender=sender, millis=millis, text=text[:LONGEST])


def left_himself(event: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the room and the address of whoever has left it by himself; None where an event says nothing of it."""
    room, sender = event.get("room_id"), event.get("sender")
    if event.get("type") != "m.room.member" or _part(event, "content").get("membership") != "leave":
        return None
    if not (isinstance(room, str) and isinstance(sender, str)) or event.get("state_key") != sender:
        return None
    return room, sender


def _taken_back(event: Mapping[str, Any]) -> tuple[str, str] | None:
    about = event.get("redacts") or _part(event, "content").get("redacts")
    return (about, "") if isinstance(about, str) else None


def _said(event: Mapping[str, Any]) -> tuple[str, str] | None:
    about, content = event.get("event_id"), _part(event, "content")
    if event.get("type") != "m.room.message" or not isinstance(about, str):
        return None
    relation = _part(content, "m.relates_to")
    if relation.get("rel_type") == "m.replace" and isinstance(relation.get("event_id"), str):
        about, content = relation["event_id"], _part(content, "m.new_content")
    kind, body = content.get("msgtype"), content.get("body")
    if not isinstance(body, str) or not body.strip():
        return None
    if kind in _FILES:
        name = content.get("filename")
        return about, name if isinstance(name, str) and name else body
    return (about, _own_words(body)) if kind in _TEXTS else None


def _part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return found if isinstance(found, Mapping) else {}


def _own_words(body: str) -> str:
    """Return a text without the quotation that older clients put before an answer."""
    lines = body.replace("\x00", "").splitlines()
    if not lines or not lines[0].startswith("> <"):
        return "\n".join(lines)
    rest = [place for place, line in enumerate(lines) if not line.startswith(">")]
    return "\n".join(lines[rest[0] :]).strip() if rest else ""
