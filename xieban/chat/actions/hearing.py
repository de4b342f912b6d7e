"""Taking in what the chat server pushes, so that it can be found; safe to take in twice."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction

from jishi.search import door as search
from xieban.chat.actions.reading import tell_of
from xieban.chat.models import Account, Message, Room
from xieban.chat.queries.searching import KIND
from xieban.chat.rules.hearing import Heard, heard

AT_ONCE: Final = 1000


def take_in(events: Sequence[Mapping[str, Any]]) -> int:
    """Let messages of our rooms be found as they were said, corrected or taken back; return how many were."""
    found = [one for one in map(heard, events) if one is not None]
    rooms = {room.address: room for room in Room.objects.filter(address__in={one.room for one in found})}
    people = dict(
        Account.objects.filter(address__in={one.sender for one in found}).values_list("address", "person")
    )
    count, said = 0, list[Message]()
    with transaction.atomic():
        for one in found:
            room = rooms.get(one.room)
            # What the service says is in the inbox already, where it is found with its document.
            if room is not None and one.sender in people:
                new = _take(one, room, people[one.sender])
                said += [new] if new is not None else []
                count += 1
        tell_of(said)
    return count


def _take(one: Heard, room: Room, person: int) -> Message | None:
    """Keep what can be found of a message; return it where it was not known."""
    new, known = None, Message.objects.select_for_update().filter(event=one.event).first()
    if not one.text:
        if known is not None and known.room_id == room.pk:
            search.index_changed(KIND, [], among=[one.event])
            known.delete()
        return None
    if known is None:
        moment = datetime.fromtimestamp(one.millis / 1000, tz=UTC)
        known = new = Message.objects.create(event=one.event, room=room, person_id=person, text=one.text, at=moment)
    elif known.room_id != room.pk or known.person_id != person:
        return None  # nobody corrects what somebody else said
    elif known.text != one.text:
        known.text = one.text
        known.save(update_fields=["text"])
    search.index_all(KIND, [found_by(known, room)])
    return new


def rebuild() -> int:
    """Build the index of what was said anew, from what was kept of it; return how many messages there are."""
    said = Message.objects.select_related("room").order_by("pk").iterator(chunk_size=AT_ONCE)
    return search.rebuild(KIND, (found_by(one, one.room) for one in said))


def found_by(message: Message, room: Room) -> search.Text:
    """Return what a message is found by."""
    return search.Text(key=message.event, scope=str(room.uuid), title="", body=message.text, position=message.pk)
