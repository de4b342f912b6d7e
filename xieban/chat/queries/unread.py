"""How much somebody has not read yet, for the counter of the shell."""

from typing import Final

from django.db.models import F

from xieban.chat.models import Message
from xieban.directory.models import Person

NEWS: Final = "chat"
"""What open pages hear when it changes."""


def unread_count(person: Person) -> int:
    """Return how many messages of others stand unread in somebody's rooms, since he came in.

    What the office's own account says is not among them: it waits in the inbox, and is counted there.
    """
    unread = Message.objects.filter(
        room__members__person=person,
        room__members__is_in=True,
        room__members__read_up_to__lt=F("pk"),
        room__members__since__lte=F("at"),
    )
    return unread.exclude(person=person).count()
