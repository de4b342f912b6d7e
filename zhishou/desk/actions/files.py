"""Files come to a ticket, an intake, a note or a visit: first onto the disk, then into the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from jishi.files.door import MEGABYTE, Kept, Sent, TooManyFiles, keep
from jishi.live.door import announce
from jishi.refusals.door import Invalid
from zhishou.desk.actions.changing import require_sight
from zhishou.desk.models import Attachment, Intake, Note, Ticket, Visit
from zhishou.desk.queries.files import belongs_to, held_by
from zhishou.desk.rules.words import REPORTS, WORKS, NoteAudience
from zhishou.ledger.actions import record
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

Owner = Ticket | Intake | Note | Visit


class TicketFull(Invalid):
    """The files of this ticket would hold more than %(most)s MB together. Send smaller ones, or fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file that lies on the disk and belongs to nothing yet; `content_id` is how the words of a mail show it."""

    kept: Kept
    content_id: str = ""


def take_in(*, files: Sequence[Sent], engagement: Engagement, by: Person | None, at: datetime) -> list[Taken]:
    """Put what was sent onto the disk, outside of any transaction: it takes its time. `by=None`: a machine."""
    if by is not None:
        require_role(by, engagement, REPORTS, at=at)
        if len(files) > settings.FILES_AT_ONCE:
            raise TooManyFiles(most=settings.FILES_AT_ONCE)
    return [Taken(kept=keep(one.content, name=one.name)) for one in files]


@transaction.atomic
def attach(
    *,
    to: Owner,
    files: Sequence[Taken],
    audience: NoteAudience = NoteAudience.EVERYBODY,
    by: Person | None,
    by_name: str = "",
    at: datetime,
) -> list[Attachment]:
    """Let files that were taken in belong to something; a note's are for whom the note is."""
    ticket = to if isinstance(to, Ticket) else to.ticket
    if isinstance(to, Note):
        audience = NoteAudience(to.audience)
    engagement = _may(to, ticket, audience=audience, by=by, at=at)
    if not files:
        return []
    # Those who send to one ticket at the same moment come one after the other, so that the sum holds.
    if ticket is not None:
        Ticket.objects.select_for_update().get(pk=ticket.pk)
    else:
        Intake.objects.select_for_update().get(pk=to.pk)
    here = belongs_to(ticket) if ticket is not None else Q(intake=to)
    if held_by(here) + sum(one.kept.size for one in files) > settings.DESK_FILES_LARGEST:
        raise TicketFull(most=settings.DESK_FILES_LARGEST // MEGABYTE)
    made = [
        Attachment.objects.create(
            engagement=engagement,
            **{type(to).__name__.lower(): to},
            audience=audience,
            name=one.kept.name,
            sha256=one.kept.sha256,
            size=one.kept.size,
            media_type=one.kept.media_type,
            thumb_width=one.kept.thumb_width,
            thumb_height=one.kept.thumb_height,
            content_id=one.content_id[:250],
            by=by,
            by_name=(by.name if by else by_name)[:60] or "mail",
            at=at,
        )
        for one in files
    ]
    for one in made:
        _write_down(one, to=to, ticket=ticket, at=at)
    announce(audience=f"engagement:{engagement.uuid}", news="desk")
    return made


def _may(
    to: Owner, ticket: Ticket | None, *, audience: NoteAudience, by: Person | None, at: datetime
) -> Engagement:
    """Return the contract, or refuse whoever may not send a file there."""
    engagement = ticket.engagement if ticket is not None else to.engagement  # type: ignore[union-attr]
    if by is None:
        return engagement
    if audience is NoteAudience.VENDOR:
        require_role(by, engagement, WORKS, at=at)
    own = isinstance(to, Intake) and by.pk in {to.by_id, to.caller_id}
    if ticket is not None and not own:
        require_sight(by, ticket, REPORTS, at=at)
    else:
        require_role(by, engagement, REPORTS if own else WORKS, at=at)
    return engagement


def _write_down(file: Attachment, *, to: Owner, ticket: Ticket | None, at: datetime) -> None:
    about = ticket if ticket is not None else to
    record(
        what="desk.file_attached",
        about_kind="ticket" if ticket is not None else "intake",
        about_key=str(about.uuid),
        engagement=file.engagement,
        by=file.by,
        happened_at=at,
        at=at,
        payload={
            "file": str(file.uuid),
            "name": file.name,
            "sha256": file.sha256,
            "size": file.size,
            "media_type": file.media_type,
            "audience": file.audience,
            "to": type(to).__name__.lower(),
        },
        process="" if file.by else file.by_name,
    )
