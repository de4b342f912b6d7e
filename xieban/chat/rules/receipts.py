"""What a pushed receipt says: up to which message somebody has read a room."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_READ: Final = ("m.read", "m.read.private")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One person has read one room up to one event, at a moment."""

    room: str
    event: str
    reader: str
    millis: int


def receipts_in(told: Mapping[str, Any]) -> Iterator[Receipt]:
    """Yield the receipts of one pushed event; whatever shape it has, it does no harm."""
    room, content = told.get("room_id"), told.get("content")
    if told.get("type") != "m.receipt" or not isinstance(room, str) or not isinstance(content, Mapping):
        return
    for event, kinds in content.items():
        for kind in _READ:
            readers = kinds.get(kind) if isinstance(kinds, Mapping) else None
            for reader, more in readers.items() if isinstance(readers, Mapping) else ():
                millis = more.get("ts") if isinstance(more, Mapping) else None
                if isinstance(millis, int):
                    yield Receipt(room=room, event=str(event), reader=str(reader), millis=millis)
