"""One document out of another: a dispatch of a memo, a correction or recall of what was sent out."""

from datetime import datetime

from django.db import transaction

from jishi.refusals.door import NotThere
from xieban.directory.models import Person
from xieban.documents.actions import bodies
from xieban.documents.actions.drafting import Draft, draft_document
from xieban.documents.actions.refusals import NotYourDocument
from xieban.documents.models import Act, Document, Link
from xieban.documents.queries.standing import live_number, standing_of
from xieban.documents.rules.control import Own
from xieban.documents.rules.words import ActKind, DocumentType, Kind, LinkKind, Matter, Urgency


def convert_memo(*, document: Document, type: DocumentType, by: Person, at: datetime) -> Document:  # noqa: A002 - the field's term
    """Begin a dispatch of a memo: text and attachments go along, its opinions stay readable, the link is kept."""
    principal = _require(document, Own.CONVERT, by=by, at=at)
    draft = Draft(
        kind=Kind.DISPATCH,
        type=type,
        title=_titled(document.title, type),
        urgency=Urgency(document.urgency),
        basis=document.basis or document.title,
        matter=Matter.GENERAL,
    )
    return _out_of(
        document, draft, LinkKind.CONVERTED, ActKind.CONVERTED, by=by, principal=principal, at=at, takes_text=True
    )


def correct(*, document: Document, recall: bool, by: Person, at: datetime) -> Document:
    """Begin the document that corrects or recalls one that was sent out: that one itself is never changed."""
    principal = _require(document, Own.RECALL if recall else Own.CORRECT, by=by, at=at)
    number = live_number(document)
    words = "收回" if recall else "更正"
    draft = Draft(
        kind=Kind.DISPATCH,
        type=DocumentType.NOTICE,
        title=f"关于{words}《{document.title}》的通知"[:120],
        urgency=Urgency(document.urgency),
        recipients=tuple(document.recipients),
        copies_to=tuple(document.copies_to),
        basis=f"《{document.title}》（{number.text if number else ''}）",
    )
    link = LinkKind.RECALLS if recall else LinkKind.CORRECTS
    act = ActKind.RECALLED if recall else ActKind.CORRECTED
    return _out_of(document, draft, link, act, by=by, principal=principal, at=at, takes_text=not recall)


def _require(document: Document, verb: Own, *, by: Person, at: datetime) -> int | None:
    """Return in whose place a deputy does it."""
    if document.instance is None:
        raise NotThere
    standing = standing_of(by, document, at=at)
    if not standing.control.may(verb):
        raise NotYourDocument
    return standing.situation.in_place_of


def _out_of(
    origin: Document,
    draft: Draft,
    link: LinkKind,
    act: ActKind,
    *,
    by: Person,
    principal: int | None,
    at: datetime,
    takes_text: bool,
) -> Document:
    with transaction.atomic():
        made = draft_document(draft=draft, by=by, at=at)
        if takes_text:
            bodies.take_over(made, origin, by=by, at=at)
        Link.objects.create(document=made, origin=origin, kind=link.value, person=by, at=at)
        Act.objects.create(
            document=origin, kind=act.value, words=str(made.uuid), person=by, acted_for_id=principal, at=at
        )
    return made


def _titled(title: str, type: DocumentType) -> str:  # noqa: A002 - as above
    """Return a memo's title as that of a dispatch, which ends in the document's type."""
    if title.endswith(type.value):
        return title
    bare = title
    for word in ("的请示", "请示", "的签报", "签报", "的报告"):
        bare = bare.removesuffix(word)
    return f"{bare if bare.startswith('关于') else f'关于{bare}'}的{type.value}"[:120]
