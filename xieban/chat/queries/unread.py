"""How much somebody has not read yet, for the counter of the shell."""

from typing import Final

from django.db.models import F, QuerySet

from jishi.database.door import Compiled, Counted, Given
from xieban.chat.models import Message
from xieban.directory.models import Person
from xieban.directory.queries import one_person

NEWS: Final = "chat"
"""What open pages hear when it changes."""


def unread_count(person: Person) -> int:
    """Return how many messages of others stand unread in somebody's rooms, since he came in.

    What the office's own account says is not among them: it waits in the inbox, and is counted there.
    """
    ((found,),) = _unread(person=person.pk)
    return int(found)


def _unread_by(person: Given) -> QuerySet[Person, tuple[int]]:
    unread = Message.objects.filter(
        room__members__person=person,
        room__members__is_in=True,
        room__members__read_up_to__lt=F("pk"),
        room__members__since__lte=F("at"),
    )
    return one_person(person).values_list(Counted(unread.exclude(person=person)))


_unread = Compiled(_unread_by)
