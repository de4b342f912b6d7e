"""What lies in the archive, for whoever may see the documents themselves; what waits before its door."""

import uuid as uuids
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from jishi.refusals.door import NotThere
from xieban.archive.models import Inspection, Record
from xieban.directory.models import Person
from xieban.directory.queries import has_role
from xieban.directory.rules import Role
from xieban.documents import queries as documents
from xieban.documents.models import Document
from xieban.documents.queries.contents import with_receipts_to_note
from xieban.documents.rules.words import Kind
from xieban.flows.rules.words import Status

A_PAGE = 50
ARCHIVED_KINDS = (Kind.DISPATCH.value, Kind.MEMO.value, Kind.INCOMING.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One finished document that did not get into the archive, and what was found last."""

    document: Document
    inspection: Inspection | None
    for_receipts: bool = False  # it waits for who notes what bodies outside have signed for


def visible(viewer: Person, *, at: datetime) -> QuerySet[Record]:
    """Return the records of the documents that somebody sees."""
    seen = documents.visible(viewer, at=at).order_by().values("pk")
    return Record.objects.filter(document__in=seen).select_related("document", "department", "unit", "by")


def found_records(
    viewer: Person,
    *,
    words: str = "",
    year: int = 0,
    department: str = "",
    kind: str = "",
    before: int = 0,
    at: datetime,
) -> tuple[list[Record], int]:
    """Return a page of records, the newest first, and from where the next page goes on (0: there is none)."""
    found = visible(viewer, at=at)
    typed = words.replace("\x00", "").strip()
    if typed:
        found = found.filter(Q(title__icontains=typed) | Q(number__icontains=typed))
    if year:
        found = found.filter(year=year)
    if department:
        found = found.filter(department__code=department)
    if kind:
        found = found.filter(kind=kind)
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-id")[: A_PAGE + 1])
    return rows[:A_PAGE], rows[A_PAGE - 1].pk if len(rows) > A_PAGE else 0


def years_and_departments(viewer: Person, *, at: datetime) -> tuple[list[int], list[tuple[str, str]]]:
    """Return what there is to filter by."""
    found = visible(viewer, at=at).order_by()
    years = sorted(set(found.values_list("year", flat=True)), reverse=True)
    units = sorted(set(found.values_list("department__code", "department__name")), key=lambda one: one[1])
    return years, units


def get_record(viewer: Person, *, uuid: str | uuids.UUID, at: datetime) -> Record:
    """Return one record."""
    record = visible(viewer, at=at).select_related("inspection").filter(uuid=uuid).first()
    if record is None:
        raise NotThere
    return record


def record_of(document: Document) -> Record | None:
    """Return the record of a document, for background work and for whoever sees the document."""
    return Record.objects.filter(document=document).first()


def last_inspection(document: Document) -> Inspection | None:
    """Return what the four checks found last."""
    return Inspection.objects.filter(document=document).order_by("-id").first()


def inspections_of(viewer: Person, *, document: uuids.UUID, at: datetime) -> tuple[Document, list[Inspection]]:
    """Return a document that somebody sees and all its inspections, the last first."""
    found = documents.get_document(viewer, uuid=document, at=at)
    return found, list(Inspection.objects.filter(document=found))


def keeps_archive(viewer: Person, *, at: datetime) -> bool:
    """Say whether somebody looks after the archive."""
    return viewer.is_administrator or has_role(viewer, Role.ARCHIVIST, at=at)


def waiting_for(viewer: Person, *, at: datetime) -> list[Waiting]:
    """Return finished documents that did not get in, for who looks after the archive."""
    if not keeps_archive(viewer, at=at):
        return []
    found = documents.visible(viewer, at=at).filter(
        kind__in=ARCHIVED_KINDS, instance__status=Status.FINISHED.value, voided_at=None
    )
    found = found.filter(~Exists(Record.objects.filter(document=OuterRef("pk"))))
    return [Waiting(document=one, inspection=last_inspection(one)) for one in found[:A_PAGE]]


def to_put_right(viewer: Person, *, at: datetime) -> list[Waiting]:
    """Return what the checks sent back and is under way: the viewer's own, and what waits for receipts of his."""
    failed = Inspection.objects.filter(document=OuterRef("pk"), faults__gt=0)
    found = documents.visible(viewer, at=at).filter(
        Exists(failed), drafter=viewer, instance__status=Status.RUNNING.value
    )
    rows = [Waiting(document=one, inspection=last_inspection(one)) for one in found[:A_PAGE]]
    rows += _for_receipts(viewer, at=at)
    return [one for one in rows if one.inspection is not None and not one.inspection.passed]


def _for_receipts(viewer: Person, *, at: datetime) -> list[Waiting]:
    """Return what the checks sent back to others because receipts are open that the viewer is there to note."""
    if not has_role(viewer, Role.DISPATCHER, at=at):
        return []
    failed = Inspection.objects.filter(document=OuterRef("pk"), faults__gt=0)
    found = documents.visible(viewer, at=at).filter(
        Exists(failed), ~Q(drafter=viewer), instance__status=Status.RUNNING.value, voided_at=None
    )
    return [
        Waiting(document=one, inspection=last_inspection(one), for_receipts=True)
        for one in with_receipts_to_note(viewer, found, at=at)[:A_PAGE]
    ]


def faults_of(viewer: Person, *, document: uuids.UUID, at: datetime) -> int:
    """Return how much the checks found last in a document that somebody sees and that is not in the archive."""
    last = Inspection.objects.filter(document__uuid=document).order_by("-id").first()
    if last is None or not last.faults or Record.objects.filter(document__uuid=document).exists():
        return 0
    return last.faults if documents.visible(viewer, at=at).filter(uuid=document).exists() else 0


def referenced_contents(digests: Collection[str]) -> set[str]:
    """Return which of some contents are packages here."""
    return set(Record.objects.filter(sha256__in=list(digests)).values_list("sha256", flat=True))


def may_try(viewer: Person, *, document: Document, at: datetime) -> bool:
    """Say whether somebody may try again to archive a document that is over and did not get in."""
    is_over = document.instance is not None and document.instance.status == Status.FINISHED.value
    return is_over and keeps_archive(viewer, at=at) and record_of(document) is None
