"""Learning anew what the chat server has: it may have been restored, begun anew, or changed by somebody else."""

from datetime import datetime
from http import HTTPStatus
from typing import Final

from django.db.models import Max

from xieban.chat.actions.errands import ask_for_rooms
from xieban.chat.models import Account, Member, Room
from xieban.chat.queries.people import open_accounts
from xieban.chat.queries.rooms import joined_in
from xieban.chat.queries.server import ServerRefuses

LONGEST_NAME: Final = 60


def learn_accounts() -> int:
    """Take in which accounts are open there, so that what is otherwise than the directory says is put right.

    A server begun anew has none of them, or makes one, named after the account, for whoever signs in first;
    a restored one may let in who has left since. Return how many were otherwise than we knew.
    """
    there = open_accounts()
    odd = [one for one in Account.objects.all() if (one.name if one.is_open else None) != there.get(one.address)]
    for one in odd:
        known = Account.objects.filter(pk=one.pk)
        known.update(is_open=one.address in there, name=there.get(one.address, "")[:LONGEST_NAME])
    return len(odd)


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
        # What was said there is lost: nobody can read it, so it is unread for nobody.
        room.members.update(is_in=False, read_up_to=room.messages.aggregate(last=Max("pk", default=0))["last"])
        Room.objects.filter(pk=room.pk).update(address="")
        return False
    known = set(room.members.values_list("person_id", flat=True))
    more = Account.objects.filter(address__in=there).exclude(person__in=known)
    Member.objects.bulk_create(
        [Member(room=room, person_id=one.person_id, is_in=True, since=at) for one in more], ignore_conflicts=True
    )
    return not more
