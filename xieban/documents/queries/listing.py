"""Documents in lists: my own, those I have to do with, the registers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from jishi.refusals.door import NotAllowed
from xieban.directory.models import Person
from xieban.directory.queries import roles_of
from xieban.documents.models import Document, Number, Series
from xieban.documents.queries import labels
from xieban.documents.queries.documents import READS_REGISTERED, visible
from xieban.documents.rules.words import DocumentType, Kind, NumberState, Urgency
from xieban.flows.queries import open_places
from xieban.flows.queries.story import STATUS_LOOKS, Look
from xieban.flows.rules.words import Status

A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document in a list."""

    document: Document
    kind: str
    type: str
    urgency: str
    number: str
    where: str
    status: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of a register of numbers."""

    number: Number
    state: str
    is_voided: bool
    type: str


def documents_of(
    viewer: Person, *, kind: str = "", words: str = "", mine: bool = True, before: int = 0, at: datetime
) -> tuple[list[Row], int]:
    """Return a page of documents, the newest first, and from where the next page goes on (0: there is none)."""
    found = visible(viewer, at=at)
    if mine:
        found = found.filter(drafter=viewer)
    if kind in set(Kind):
        found = found.filter(kind=kind)
    if words.strip():
        typed = words.replace("\x00", "").strip()
        found = found.filter(Q(title__icontains=typed) | Q(numbers__text__icontains=typed)).distinct()
    if before:
        found = found.filter(pk__lt=before)
    number = Number.objects.filter(document=OuterRef("pk")).order_by("-id").values("text")[:1]
    rows = list(found.annotate(number_text=Subquery(number)).order_by("-id")[: A_PAGE + 1])
    more = rows[A_PAGE - 1].pk if len(rows) > A_PAGE else 0
    return _rows(rows[:A_PAGE]), more


def _rows(documents: Sequence[Document]) -> list[Row]:
    places = open_places(one.instance_id for one in documents if one.instance_id)
    return [
        Row(
            document=one,
            kind=str(labels.KINDS[Kind(one.kind)]),
            type=str(labels.TYPES[DocumentType(one.type)]) if one.type else "",
            urgency="" if one.urgency == Urgency.ORDINARY.value else str(labels.URGENCIES[Urgency(one.urgency)]),
            number=getattr(one, "number_text", None) or "",
            where=places.get(one.instance_id or 0, ""),
            status=STATUS_LOOKS[Status(one.instance.status)] if one.instance else STATUS_LOOKS[Status.RUNNING],
        )
        for one in documents
    ]


def may_read_registers(viewer: Person, *, at: datetime) -> bool:
    """Say whether somebody may look into the registers of numbers of some unit."""
    return viewer.is_administrator or any(held.role in READS_REGISTERED for held in roles_of(viewer, at=at))


def register(
    viewer: Person,
    *,
    kind: Kind,
    year: int = 0,
    code: str = "",
    department: str = "",
    before: int = 0,
    at: datetime,
) -> tuple[list[RegisterRow], int]:
    """Return a page of the register of numbers (发文登记簿, 签报登记簿), voided ones too, the newest first."""
    if not may_read_registers(viewer, at=at):
        raise NotAllowed
    found = Number.objects.filter(
        series__kind=kind.value, document__in=visible(viewer, at=at).order_by().values("pk")
    )
    if year:
        found = found.filter(year=year)
    if code:
        found = found.filter(series__code=code)
    if department:
        found = found.filter(document__department__code=department)
    if before:
        found = found.filter(pk__lt=before)
    rows = list(_with_document(found).order_by("-id")[: A_PAGE + 1])
    more = rows[A_PAGE - 1].pk if len(rows) > A_PAGE else 0
    return [_register_row(one) for one in rows[:A_PAGE]], more


def _with_document(found: "QuerySet[Number]") -> "QuerySet[Number]":
    return found.select_related("series", "document__department", "document__drafter", "given_by", "voided_by")


def _register_row(number: Number) -> RegisterRow:
    type_ = number.document.type
    return RegisterRow(
        number=number,
        state=str(labels.NUMBER_STATES[NumberState(number.state)]),
        is_voided=number.state == NumberState.VOIDED.value,
        type=str(labels.TYPES[DocumentType(type_)]) if type_ else "",
    )


def series_of(viewer: Person, *, kind: Kind | None = None, at: datetime) -> list[Series]:
    """Return the series that somebody may look into, for a filter or for their administration."""
    if not may_read_registers(viewer, at=at):
        raise NotAllowed
    found = Series.objects.select_related("unit")
    return list(found.filter(kind=kind.value) if kind else found)
