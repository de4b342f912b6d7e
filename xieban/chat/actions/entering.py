"""Opening a room about something: whoever asks is led in at once, everybody else who belongs there after him."""

from datetime import datetime

from xieban.chat.actions import errands, rooms
from xieban.chat.models import Room
from xieban.chat.rules.names import Kind
from xieban.directory.models import Person


def open_room(*, kind: Kind, key: str, by: Person, at: datetime) -> str:
    """Let a person into the room about something, and have the others called in; return the room's address."""
    address = rooms.enter(kind=kind, key=key, by=by, at=at)
    errands.ask_for_rooms(Room.objects.filter(address=address), at=at)
    return address
