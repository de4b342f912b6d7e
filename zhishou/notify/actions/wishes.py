"""When a person wants quiet, what they keep to the inbox, and what they have read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.db import transaction

from jishi.live.door import announce
from jishi.refusals.door import Invalid, NotThere
from zhishou.notify.models import Notice, Wishes
from zhishou.people.models import Person


class HalfQuiet(Invalid):
    """Quiet hours need a beginning and an end."""


def wish(
    *, by: Person, quiet_from: time | None, quiet_until: time | None, zone: str, muted_kinds: Sequence[str]
) -> None:
    """Keep a person's wishes; they hold for whatever has not left yet."""
    if (quiet_from is None) != (quiet_until is None):
        raise HalfQuiet
    Wishes.objects.update_or_create(
        person=by,
        defaults={
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "zone": zone,
            "muted_kinds": sorted(set(muted_kinds)),
        },
    )


@transaction.atomic
def read_notice(*, by: Person, uuid: str, at: datetime) -> Notice:
    """Mark one notice as read, and return it."""
    notice = Notice.objects.filter(person=by, uuid=uuid).first()
    if notice is None:
        raise NotThere
    if Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at):
        announce(audience=f"person:{by.uuid}", news="notices")
    return notice


@transaction.atomic
def need_not_read(*, persons: Iterable[Person], kind: str, link: str, at: datetime) -> None:
    """Let nobody be asked any more what has been answered: the notices that asked it count as read."""
    for person in persons:
        asked = Notice.objects.filter(person=person, read_at__isnull=True, kind=kind, link=link)
        if asked.update(read_at=at):
            announce(audience=f"person:{person.uuid}", news="notices")


@transaction.atomic
def read_all(*, by: Person, at: datetime) -> None:
    """Mark everything told until now as read."""
    if Notice.objects.filter(person=by, read_at__isnull=True, told_at__lte=at).update(read_at=at):
        announce(audience=f"person:{by.uuid}", news="notices")
