"""Writing down which message names which file: before it is sent on, and once the chat server has it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from xieban.chat.models import SentFile
from xieban.chat.queries.files import Fetch, may_fetch, who_is
from xieban.chat.rules.files import Sending


def note_sending(*, files: Iterable[str], sending: Sending, token: str, at: datetime) -> tuple[int, ...]:
    """Write down that files are on their way into a room; return the rows.

    Of files that the sender himself may not fetch nothing is written: naming one gives nobody a right to it.
    """
    allowed = [one for one in sorted(files) if may_fetch(file=one, token=token, at=at) is Fetch.GIVEN]
    if not allowed:
        return ()
    sender = who_is(token)
    with transaction.atomic():
        rows = [
            SentFile.objects.get_or_create(
                file=one, room=sending.room, sender=sender, name=sending.name, defaults={"at": at}
            )[0]
            for one in allowed
        ]
    return tuple(row.pk for row in rows)


def note_sent(*, rows: Iterable[int], event: str) -> None:
    """Write down as what the chat server took the message; nothing where it refused."""
    found = SentFile.objects.filter(pk__in=list(rows))
    if event:
        found.update(event=event)
    else:
        found.filter(event="").delete()
