"""Files that somebody may see: whoever sees what a file belongs to, and internal ones only the vendor's people."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from jishi.refusals.door import NotThere
from zhishou.desk.models import Attachment, Intake, Ticket
from zhishou.desk.queries.tickets import visible_intakes, visible_tickets
from zhishou.desk.rules.words import NoteAudience
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import roles_in
from zhishou.people.rules import VENDOR_ROLES


def belongs_to(ticket: Ticket) -> Q:
    """Return the condition on files of a ticket: its own, its notes', intakes', visits', and of those merged."""
    here = Q()
    for path in ("ticket", "note__ticket", "intake__ticket", "visit__ticket"):
        here |= Q(**{path: ticket}) | Q(**{f"{path}__merged_into": ticket})
    return here


def files_of(viewer: Person, ticket: Ticket, *, at: datetime) -> QuerySet[Attachment]:
    """Return the files of a ticket that the viewer may see, the oldest first."""
    seen = visible_tickets(viewer, engagement=ticket.engagement, at=at).filter(pk=ticket.pk)
    if not seen.exists():
        raise NotThere
    return _readable(viewer, ticket.engagement, Attachment.objects.filter(belongs_to(ticket)), at=at)


def files_of_intakes(
    viewer: Person, intakes: list[Intake], *, engagement: Engagement, at: datetime
) -> dict[int, list[Attachment]]:
    """Return the files of intakes that the viewer has been allowed to see, by the intake."""
    found: dict[int, list[Attachment]] = {}
    files = Attachment.objects.filter(intake__in=[intake.pk for intake in intakes])
    for file in _readable(viewer, engagement, files, at=at):
        assert file.intake_id is not None  # noqa: S101 - asked for above
        found.setdefault(file.intake_id, []).append(file)
    return found


def get_file(viewer: Person, *, engagement: Engagement, uuid: str, at: datetime) -> Attachment:
    """Return one file; one that the viewer may not see and one that does not exist look the same."""
    tickets = visible_tickets(viewer, engagement=engagement, at=at).values("pk")
    intakes = visible_intakes(viewer, engagement=engagement, at=at).values("pk")
    sight = Q(intake__in=intakes) | Q(intake__caller=viewer) | Q(intake__by=viewer)
    for path in ("ticket", "note__ticket", "intake__ticket", "visit__ticket"):
        sight |= Q(**{f"{path}__in": tickets}) | Q(**{f"{path}__merged_into__in": tickets})
    if roles_in(viewer, engagement, at=at) & VENDOR_ROLES:
        sight |= Q(intake__isnull=False)
    files = Attachment.objects.filter(sight, engagement=engagement, uuid=uuid)
    found = _readable(viewer, engagement, files, at=at).first()
    if found is None:
        raise NotThere
    return found


def held_by(owner: Q) -> int:
    """Return how many bytes the files of an owner hold together."""
    return Attachment.objects.filter(owner).aggregate(all=Sum("size"))["all"] or 0


def _readable(
    viewer: Person, engagement: Engagement, files: QuerySet[Attachment], *, at: datetime
) -> QuerySet[Attachment]:
    internal = roles_in(viewer, engagement, at=at) & VENDOR_ROLES
    return files if internal else files.filter(audience=NoteAudience.EVERYBODY)


def referenced_contents(digests: Collection[str]) -> set[str]:
    """Return which of some contents a file of ours refers to; for background work."""
    found = Attachment.objects.filter(sha256__in=list(digests))
    return set(found.order_by().values_list("sha256", flat=True))
