"""What was changed in a document, and who looked at it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.refusals.door import listed
from xieban.directory.models import Person
from xieban.documents.models import Act, Change, Document, Refused, Viewing
from xieban.documents.queries.keeping import require_keeper
from xieban.documents.rules.words import ActKind, ChangeKind, Page

MOST = 200
NAMES = {
    "type": _("Document type"),
    "title": _("Title"),
    "urgency": _("Urgency"),
    "matter": _("Matter"),
    "reason": _("Reason for it"),
    "recipients": _("Main recipients"),
    "copies_to": _("Copies to"),
    "basis": _("Basis"),
    "form": _("Layout form"),
    "note": _("Remark printed"),
    "result": _("Result"),
}
KINDS = {
    ChangeKind.EDIT: _("Elements changed"),
    ChangeKind.CORRECTION: _("Corrected, not in substance"),
    ChangeKind.SUBSTANCE: _("Changed in substance"),
}
ACTS = {
    ActKind.VOIDED: _("Voided"),
    ActKind.CONVERTED: _("A dispatch was made of it"),
    ActKind.CORRECTED: _("A correction was begun"),
    ActKind.RECALLED: _("A recall was begun"),
    ActKind.INTERVENED: _("An administrator stepped in"),
    ActKind.SERIES: _("Series or rule changed"),
    ActKind.SEAL: _("Seal changed"),
    ActKind.RECEIPT: _("Receipt noted"),
    ActKind.RECORD: pgettext_lazy("trail", "Record changed"),
    ActKind.SENT_BACK: pgettext_lazy("trail", "Sent back to its sender"),
    ActKind.CIRCULATED: pgettext_lazy("trail", "Given to read"),
}
PAGES = {
    Page.DOCUMENT: pgettext_lazy("looked at", "the page"),
    Page.PDF: pgettext_lazy("looked at", "the PDF"),
    Page.WORD: pgettext_lazy("looked at", "the Word file"),
    Page.REPORT: pgettext_lazy("looked at", "the layout report"),
    Page.FILE: pgettext_lazy("looked at", "text or file"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedElement:
    """One element before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change, in words."""

    kind: str
    node: str
    person: Person
    at: datetime
    elements: tuple[ChangedElement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """One line of who did or looked at what."""

    what: str
    words: str
    person: Person
    at: datetime
    acted_for: Person | None = None


def changes_of(document: Document) -> tuple[ChangeRow, ...]:
    """Return what was changed in a document that the viewer has been given, the last first."""
    rows = Change.objects.filter(document=document).select_related("person").order_by("-id")
    return tuple(
        ChangeRow(
            kind=str(KINDS[ChangeKind(one.kind)]),
            node=one.node,
            person=one.person,
            at=one.at,
            elements=tuple(
                ChangedElement(name=str(NAMES.get(name, name)), before=_said(pair[0]), after=_said(pair[1]))
                for name, pair in one.elements.items()
            ),
        )
        for one in rows
    )


def _said(value: object) -> str:
    return listed(value) if isinstance(value, list) else str(value)


def looked_at(viewer: Person, document: Document) -> tuple[Trail, ...]:
    """Return who looked at a document or took a file of it, the last first; for administrators."""
    require_keeper(viewer)
    rows = Viewing.objects.filter(document=document).select_related("person")[:MOST]
    return tuple(
        Trail(what=str(PAGES[Page(one.page)]), words=one.what, person=one.person, at=one.at) for one in rows
    )


def acts_on(viewer: Person, document: Document) -> tuple[Trail, ...]:
    """Return what was done with a document beside its flow, and what was refused of it; for administrators."""
    require_keeper(viewer)
    acts = Act.objects.filter(document=document).select_related("person", "acted_for")
    refused = Refused.objects.filter(document=document).select_related("person")
    found = [
        *(
            Trail(
                what=str(ACTS[ActKind(one.kind)]),
                words=one.words,
                person=one.person,
                at=one.at,
                acted_for=one.acted_for,
            )
            for one in acts
        ),
        *(
            Trail(what=str(_("Refused for a secrecy grade")), words=one.grade, person=one.person, at=one.at)
            for one in refused
        ),
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))
