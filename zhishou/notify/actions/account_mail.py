"""Who set up no channel is reached by the mail address of the account, where there is a mail server."""

import json
from collections.abc import Sequence
from datetime import datetime

from zhishou.notify.channels.registry import transport
from zhishou.notify.models import Channel
from zhishou.people import queries as people

_KIND = "mail"
_LAST = 100


def give_mail_channels(persons: Sequence[int], *, at: datetime) -> None:
    """Make the channel from the account for those who have no channel at all."""
    mail = transport(_KIND)
    if mail is None or not mail.is_available():
        return
    # A removed one counts: whoever took it away does not get it back.
    have = Channel.objects.filter(person__in=persons).values("person_id")
    without = people.persons_with_mail(persons).exclude(pk__in=have)
    Channel.objects.bulk_create(
        [
            Channel(
                person=person,
                kind=_KIND,
                details=json.dumps({"address": person.email}),
                shown=mail.mask({"address": person.email}),
                rank=_LAST,
                created_at=at,
                verified_at=at,
                from_account=True,
            )
            for person in without
        ],
        ignore_conflicts=True,
    )
