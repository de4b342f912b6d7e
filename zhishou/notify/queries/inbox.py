"""What a person was told, and by what they are reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from jishi.database.door import Compiled
from jishi.refusals.door import NotThere
from zhishou.notify.models import Channel, Notice, Wishes
from zhishou.notify.queries.letters import Wording, wording_of
from zhishou.notify.rules import Urgency
from zhishou.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One notice as its receiver reads it."""

    notice: Notice
    wording: Wording
    is_page: bool


def inbox(viewer: Person, *, unread: bool = False) -> QuerySet[Notice]:
    """Return what the viewer was told, the latest first; `unread` leaves out what was read."""
    found = Notice.objects.filter(person=viewer, **({"read_at__isnull": True} if unread else {}))
    return found.select_related("engagement").order_by("-told_at", "-id")


def rows(notices: Sequence[Notice], *, language: str) -> list[InboxRow]:
    """Return notices in words."""
    return [
        InboxRow(notice=one, wording=wording_of(one, language=language), is_page=one.urgency == Urgency.PAGE)
        for one in notices
    ]


def unread_count(viewer: Person, *, most: int = 100) -> int:
    """Count what the viewer has not read, up to `most`: a bell needs no more."""
    return len(_UNREAD(most, person=viewer.pk))


_UNREAD = Compiled(
    lambda most, person: (
        Notice.objects.filter(person_id=person, read_at__isnull=True).order_by().values_list("pk")[:most]
    )
)


def channels_of(viewer: Person) -> QuerySet[Channel]:
    """Return the viewer's channels in their order."""
    return Channel.objects.filter(person=viewer, removed_at__isnull=True).order_by("rank", "pk")


def get_channel(viewer: Person, *, uuid: UUID) -> Channel:
    """Return one of the viewer's channels; anything else is not there."""
    found = channels_of(viewer).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def wishes_of(viewer: Person) -> Wishes:
    """Return what the viewer wishes, or what holds for whoever never said."""
    return Wishes.objects.filter(person=viewer).first() or Wishes(person=viewer)


def mutable_kinds(viewer: Person) -> list[tuple[str, str]]:
    """Return the routine kinds the viewer was told of late, each with its name."""
    names: Mapping[str, object] = import_string(settings.NOTIFY_KIND_NAMES)
    lately = inbox(viewer).filter(urgency=Urgency.ROUTINE).values_list("kind", flat=True)[:200]
    return [(kind, str(names.get(kind, kind))) for kind in sorted(set(lately))]
