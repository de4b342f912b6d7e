"""Taking in that somebody left a room by himself: who belongs there is brought back, and nobody else is counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xieban.chat.actions.errands import ask_for_rooms
from xieban.chat.models import Account, Member, Room
from xieban.chat.queries.rooms import joined_in
from xieban.chat.rules.hearing import left_himself


def note_parting(events: Sequence[Mapping[str, Any]], *, at: datetime) -> int:
    """Note who is out of which of our rooms, as a standard client lets people leave; return how many are.

    A room follows what it is about: what is said there has to reach whoever belongs in it.
    """
    found = {one for one in map(left_himself, events) if one is not None}
    rooms = {room.address: room for room in Room.objects.filter(address__in={room for room, _who in found})}
    left = [(rooms[room], who) for room, who in sorted(found) if room in rooms]
    return sum(_part(room, who, at=at) for room, who in left)


def _part(room: Room, address: str, *, at: datetime) -> bool:
    account = Account.objects.filter(address=address).first()
    # What is pushed comes late: he may be back.
    if account is None or address in joined_in(room):
        return False
    gone, _rows = Member.objects.filter(room=room, person_id=account.person_id).delete()
    if gone:
        ask_for_rooms([room], at=at)
    return bool(gone)
