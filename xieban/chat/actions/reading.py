"""Noting who has read what, and telling open pages that something is unread; safe to do twice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from jishi.live.door import announce_all
from xieban.chat.models import Account, Member, Message
from xieban.chat.queries.unread import NEWS
from xieban.chat.rules.receipts import Receipt, receipts_in


def note_read(told: Sequence[Mapping[str, Any]]) -> int:
    """Note up to where rooms were read, as the chat server tells it; return how many readers that moved on."""
    found = [receipt for one in told for receipt in receipts_in(one)]
    accounts = Account.objects.filter(address__in={one.reader for one in found}).select_related("person")
    people = {one.address: one.person for one in accounts}
    moved = [one for one in found if one.reader in people and _read(one, people[one.reader].pk)]
    announce_all([(f"person:{people[one.reader].uuid}", NEWS) for one in moved])
    return len(moved)


def _read(receipt: Receipt, person: int) -> bool:
    """Move a reader on, never back; an event that is no message counts as all that was said until then."""
    messages = Message.objects.filter(room__address=receipt.room)
    last = messages.filter(event=receipt.event).values_list("pk", flat=True).first()
    if last is None:
        until = datetime.fromtimestamp(receipt.millis / 1000, tz=UTC)
        last = messages.filter(at__lte=until).order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return False
    members = Member.objects.filter(room__address=receipt.room, person=person, read_up_to__lt=last)
    return bool(members.update(read_up_to=last))


def tell_of(messages: Iterable[Message]) -> None:
    """Let whoever said something have read until there, and the pages of the others hear that something is new."""
    messages = list(messages)
    for one in messages:
        mine = Member.objects.filter(room=one.room_id, person=one.person_id, read_up_to__lt=one.pk)
        mine.update(read_up_to=one.pk)
    rooms = {one.room_id for one in messages}
    there = Member.objects.filter(room__in=rooms, is_in=True).values_list("person__uuid", flat=True)
    announce_all([(f"person:{uuid}", NEWS) for uuid in sorted(set(there))])
