"""Texts are begun and saved; nothing is ever written over."""

from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn

from django.db import transaction
from django.db.models import F

from jishi.refusals.door import Invalid, Stale
from xieban.directory.models import Person
from xieban.layout.actions import body_from
from xieban.layout.rules import Block, Table
from xieban.writing.actions.drafts import LONGEST, TextTooLong, keep_draft
from xieban.writing.actions.news import tell_revision
from xieban.writing.models import Attachment, Body, Draft, Revision
from xieban.writing.queries import attachments_of, html_of, last_revision, require_writer, revision
from xieban.writing.rules import (
    DEEPEST,
    AttachmentKind,
    DeepList,
    Source,
    StrangeCharacter,
    canonical,
    digest_of,
    words_of,
)


class ListTooDeep(Invalid):
    """A list holds lists more than %(most)s deep. Draw it out flat."""


class UnknownCharacter(Invalid):
    """The text holds the character %(code)s behind “%(near)s”, which cannot be printed. Replace it."""


class RowsDiffer(Invalid):
    """A table's rows do not have the same number of columns. Merge or split cells until they do."""


class NewerRevision(Stale):
    """%(name)s has saved revision %(number)s meanwhile. Nothing was overwritten, and what you typed is kept."""


def begin_body(*, kind: str, key: str, by: Person, at: datetime) -> Body:
    """Begin the empty text of a holder, in the holder's own transaction; the holder has asked who may."""
    return Body.objects.create(kind=kind, key=key, by=by, at=at)


def save_revision(*, body: Body, html: str, on_revision: int, why: str = "", by: Person, at: datetime) -> Revision:
    """Save what was typed on top of a revision (0: the empty page) as the next one.

    Refused where somebody saved meanwhile (`NewerRevision`): then, and where it cannot be printed, what was typed
    is kept as the writer's draft. The same text again is the same revision. What is saved ends the draft.
    """
    require_writer(by, body=body, at=at)
    try:
        text, blocks = admitted(html)
    except Invalid:
        if len(html) <= LONGEST:
            keep_draft(body=body, html=html, on_revision=on_revision, by=by, at=at)
        raise
    saved = add_revision(
        body=body, text=text, blocks=blocks, on_revision=on_revision, source=Source.TYPED, why=why, by=by, at=at
    )
    if saved is None:
        keep_draft(body=body, html=text, on_revision=on_revision, by=by, at=at)
        refuse_stale(body)
    return saved


def refuse_stale(body: Body) -> NoReturn:
    last = last_revision(body)
    raise NewerRevision(name=last.by.name if last else "", number=last.number if last else 0)


def admitted(html: str) -> tuple[str, tuple[Block, ...]]:
    """Return a text as it is kept, and its tree; refuse in words what cannot be printed."""
    if len(html) > LONGEST:
        raise TextTooLong(most=LONGEST)
    body_from(html=html)
    try:
        text, blocks = canonical(html)
    except StrangeCharacter as error:
        raise UnknownCharacter(code=error.code, near=error.near) from error
    except DeepList as error:
        raise ListTooDeep(most=DEEPEST) from error
    if any(isinstance(block, Table) and not block.even for block in blocks):
        raise RowsDiffer
    return text, blocks


def add_revision(
    *,
    body: Body,
    text: str,
    blocks: tuple[Block, ...],
    on_revision: int,
    source: Source,
    why: str = "",
    losses: Mapping[str, int] | None = None,
    by: Person,
    at: datetime,
) -> Revision | None:
    """Add the next revision; None where `on_revision` is not the last any more, and then nothing is changed."""
    with transaction.atomic():
        # Whoever saves at the same moment waits here, and then finds that the number is another.
        if not Body.objects.filter(pk=body.pk, last_number=on_revision).update(last_number=F("last_number") + 1):
            return None
        if on_revision and source is Source.TYPED and text == html_of(body):
            Body.objects.filter(pk=body.pk).update(last_number=on_revision)
            Draft.objects.filter(body=body, person=by).delete()
            return revision(body, number=on_revision)
        saved = Revision.objects.create(
            body=body, number=on_revision + 1, html=text, words=words_of(blocks), sha256=digest_of(text),
            source=source.value, why=why[:200], losses=dict(losses or {}), by=by, at=at,
        )  # fmt: skip
        Draft.objects.filter(body=body, person=by).delete()
        tell_revision(saved, at=at)
    body.last_number = saved.number
    return saved


@transaction.atomic
def carry_over(*, source: Body, target: Body, by: Person, at: datetime) -> Revision | None:
    """Let a body that has nothing yet begin with the text and the attachments of another, e.g. a memo's.

    The areas that hold them have asked who may. Returns the revision, None where the other has no text.
    """
    last = last_revision(source)
    saved = None
    if last is not None:
        text, blocks = admitted(last.html)
        saved = add_revision(
            body=target, text=text, blocks=blocks, on_revision=0, source=Source.CARRIED, by=by, at=at
        )
        if saved is None:
            refuse_stale(target)
    for place, one in enumerate(attachments_of(source), start=1):
        Attachment.objects.create(
            body=target, kind=AttachmentKind.ATTACHMENT.value, place=place, name=one.name, sha256=one.sha256,
            size=one.size, media_type=one.media_type, thumb_width=one.thumb_width, thumb_height=one.thumb_height,
            text_state=one.text_state, text=one.text, by=by, at=at,
        )  # fmt: skip
    return saved
