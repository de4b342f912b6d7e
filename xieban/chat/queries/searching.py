"""Finding what was said, in the rooms in which the reader is now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from jishi.search import door as search
from xieban.chat.models import Message, Room
from xieban.chat.queries.rooms import joined
from xieban.directory.models import Person

KIND: Final = "chat.message"
A_PAGE: Final = 20
LONGEST_ASKED: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One message that holds all the words."""

    event_id: str
    room_id: str
    room: str
    sender: str
    sender_name: str
    at: datetime
    text: str


def find(viewer: Person, *, words: str, room: str = "", before: int | None = None) -> tuple[list[Hit], int | None]:
    """Return a page of what holds all the words, the newest first, and from where the next one goes on."""
    rooms = {address: one for address, one in joined(viewer).items() if room in {"", address}}
    scopes = [str(one.uuid) for one in rooms.values()]
    places = search.newest(kinds=[KIND], scopes=scopes, words=words[:LONGEST_ASKED], before=before, most=A_PAGE + 1)
    rows = Message.objects.filter(pk__in=places[:A_PAGE], room__in=list(rooms.values()))
    shown = [_hit(one) for one in rows.select_related("room", "person").order_by("-pk")]
    return shown, places[A_PAGE - 1] if len(places) > A_PAGE else None


def _hit(message: Message) -> Hit:
    room: Room = message.room
    return Hit(
        event_id=message.event,
        room_id=room.address,
        room=room.name,
        sender=str(message.person.uuid) if message.person else "",
        sender_name=message.person.name if message.person else "",
        at=message.at,
        text=message.text,
    )
