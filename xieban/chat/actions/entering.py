"""Opening a room about something: whoever asks is led in at once, everybody else who belongs there after him."""

from datetime import datetime

from xieban.chat.actions import errands, rooms
from xieban.chat.models import Room
from xieban.chat.queries.people import address_for
from xieban.chat.queries.rooms import joined_in, require_may_enter, room_about, rooms_about
from xieban.chat.rules.names import Kind
from xieban.directory.models import Person


def open_room(*, kind: Kind, key: str, by: Person, at: datetime) -> str:
    """Let a person into the room about something, and have the others called in; return the room's address."""
    require_may_enter(by, kind=kind, key=key, at=at)
    room = room_about(kind=kind, key=key)
    # The chat server refuses to let in who is in already.
    address = room.address if room and _is_in(room, by) else rooms.enter(kind=kind, key=key, by=by, at=at)
    errands.ask_for_rooms(rooms_about(kind=kind, keys=[key]), at=at)
    return address


def _is_in(room: Room, person: Person) -> bool:
    return bool(room.address) and address_for(person) in joined_in(room)
