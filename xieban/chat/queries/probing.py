"""Which outside watches there are, and whose key one is."""

from datetime import datetime

from django.db.models import QuerySet

from jishi.keys import door as keys
from xieban.chat.models import ProbeKey, Room
from xieban.chat.queries.rooms import room_about
from xieban.chat.rules.names import Kind
from xieban.chat.rules.probing import PROBE_MARK


def probe_keys() -> QuerySet[ProbeKey]:
    """Return the keys that were not ended, by name; for the operator."""
    return ProbeKey.objects.filter(revoked_at=None).order_by("name")


def probe_of(raw: str, *, at: datetime) -> ProbeKey | None:
    """Return whose key a text is, where it counts."""
    prefix = keys.prefix_of(raw, mark=PROBE_MARK)
    row = ProbeKey.objects.filter(prefix=prefix).first() if prefix else None
    return row if keys.opens(row, raw, at=at) else None


def room_of_probe(key: ProbeKey) -> str:
    """Return the address of a watch's room; empty while there is none."""
    room = room_about(kind=Kind.PROBE, key=key.name)
    return room.address if room else ""


def probe_rooms() -> QuerySet[Room]:
    """Return the rooms of all watches, of ended ones too."""
    return Room.objects.filter(kind=Kind.PROBE.value).exclude(address="")
