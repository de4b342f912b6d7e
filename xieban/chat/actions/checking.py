"""Learning anew what the chat server has: it may have been restored, begun anew, or changed by somebody else."""

from datetime import datetime
from http import HTTPStatus

from xieban.chat.actions.errands import ask_for_rooms
from xieban.chat.models import Account, Member, Room
from xieban.chat.queries.rooms import joined_in
from xieban.chat.queries.server import ServerRefuses


def learn_rooms(*, at: datetime) -> int:
    """Take in who is in each room, and let be looked at those where somebody is whom we did not know of.

    A room that is not there any more is made anew. Return how many rooms were otherwise than we knew.
    """
    odd = [room for room in Room.objects.exclude(address="") if not _is_as_known(room, at=at)]
    ask_for_rooms(odd, pressing=True, at=at)
    return len(odd)


def _is_as_known(room: Room, *, at: datetime) -> bool:
    try:
        there = set(joined_in(room))
    except ServerRefuses as refusal:
        if refusal.status != HTTPStatus.NOT_FOUND:
            raise
        room.members.update(is_in=False)
        Room.objects.filter(pk=room.pk).update(address="")
        return False
    known = set(room.members.values_list("person_id", flat=True))
    more = Account.objects.filter(address__in=there).exclude(person__in=known)
    Member.objects.bulk_create(
        [Member(room=room, person_id=one.person_id, is_in=True, since=at) for one in more], ignore_conflicts=True
    )
    return not more
