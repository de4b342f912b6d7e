"""Who can be reached outside of the product."""

from collections.abc import Iterable

from zhishou.notify.channels.registry import transport
from zhishou.notify.models import Channel
from zhishou.people.models import Person


def reachable(persons: Iterable[Person]) -> set[int]:
    """Return the ids of those whom a page would leave the house for: by a channel, or by the account's mail."""
    asked = {person.pk: person for person in persons}
    channels = Channel.objects.filter(person__in=asked)
    usable = channels.filter(removed_at__isnull=True, verified_at__isnull=False)
    found = set(usable.values_list("person_id", flat=True))
    mail = transport("mail")
    if mail is not None and mail.is_available():
        # As when planning: whoever took a channel away does not get the account's mail instead.
        had_one = set(channels.values_list("person_id", flat=True))
        found |= {pk for pk, person in asked.items() if person.email and pk not in had_one}
    return found


def account_mail_of(person: Person) -> str:
    """Return the account's mail address where the first message will make a channel of it; else nothing."""
    has_channel = Channel.objects.filter(person=person, removed_at__isnull=True).exists()
    return person.email if not has_channel and reachable([person]) else ""


def name_of_kind(kind: str) -> str:
    """Return what people call a kind of channel, or the kind where this version knows it no more."""
    way = transport(kind)
    return str(way.name) if way else kind
