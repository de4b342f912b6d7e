"""Everything that the parts of a page show, gathered for one person at one moment."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.safestring import SafeString

from jishi.files.door import MEGABYTE
from xieban.directory.models import Person
from xieban.writing.models import Attachment, Body, Draft, Presence, Revision
from xieban.writing.queries.attachments import attachments_of, originals_of
from xieban.writing.queries.bodies import last_revision, revisions_of, shown
from xieban.writing.queries.drafts import draft_of, others_writing, unsaved_of
from xieban.writing.queries.holders import holder_of, may_write, require_reader, require_writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A body as one person sees it: for `writing/parts/body.html`, `attachments.html` and `revisions.html`."""

    body: Body
    html: SafeString
    source: str
    last: Revision | None
    revisions: tuple[Revision, ...]
    attachments: tuple[Attachment, ...]
    originals: tuple[Attachment, ...]
    may_write: bool
    unsaved: Draft | None  # what this person typed here and neither saved nor discarded
    title: str
    address: str
    most_files: int
    most_megabytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A body as the editor needs it: for `writing/parts/editor.html`."""

    sheet: Sheet
    draft: Draft | None
    draft_is_stale: bool
    others: tuple[Presence, ...]


def sheet_of(viewer: Person, *, body: Body, at: datetime) -> Sheet:
    """Gather what this person sees of a body; raises that nothing is there for whoever may not see it."""
    require_reader(viewer, body=body, at=at)
    holder, last = holder_of(body), last_revision(body)
    writes = may_write(viewer, body=body, at=at)
    return Sheet(
        body=body,
        html=shown(last.html if last else ""),
        source=last.html if last else "",
        last=last,
        revisions=tuple(revisions_of(body)),
        attachments=tuple(attachments_of(body)),
        originals=tuple(originals_of(body)),
        may_write=writes,
        unsaved=unsaved_of(viewer, body=body) if writes else None,
        title=holder.title(key=body.key),
        address=holder.address(key=body.key),
        most_files=settings.FILES_AT_ONCE,
        most_megabytes=settings.FILES_LARGEST // MEGABYTE,
    )


def desk_of(viewer: Person, *, body: Body, at: datetime) -> Desk:
    """Gather what this person needs to write; raises for whoever may not."""
    require_writer(viewer, body=body, at=at)
    draft = draft_of(viewer, body=body)
    sheet = sheet_of(viewer, body=body, at=at)
    return Desk(
        sheet=sheet,
        draft=draft,
        draft_is_stale=draft is not None and draft.on_revision != (sheet.last.number if sheet.last else 0),
        others=tuple(others_writing(viewer, body=body, at=at)),
    )
