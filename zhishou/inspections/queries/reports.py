"""Issued reports, for whoever is looking."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.inspections.models import Report, Round
from zhishou.inspections.queries.rounds import rounds_of
from zhishou.inspections.rules.document import Document, read
from zhishou.people.models import Engagement, Person


def reports_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Report]:
    """Return every issued report of a contract, the latest first; what is in them is left where it lies."""
    seen = rounds_of(viewer, engagement=engagement, at=at)
    found = Report.objects.filter(round__in=seen).defer("document")
    return found.select_related("round__plan__system", "issued_by", "engagement")


def get_report(viewer: Person, *, engagement: Engagement, uuid: UUID, at: datetime) -> Report:
    """Return one issued report."""
    found = reports_of(viewer, engagement=engagement, at=at).filter(uuid=uuid).first()
    if found is None:
        raise NotThere
    return found


def reports_of_round(inspection: Round) -> QuerySet[Report]:
    """Return the versions of one round's report that the caller already sees, the oldest first."""
    found = Report.objects.filter(round=inspection).defer("document").select_related("issued_by")
    return found.order_by("version")


def document_of(report: Report) -> Document:
    """Read what a report says."""
    return read(report.document)


def referenced_reports(digests: list[str]) -> set[str]:
    """Return which of some contents are a file of an issued report; for background work."""
    pdfs = Report.objects.filter(pdf_sha256__in=digests).order_by().values_list("pdf_sha256", flat=True)
    words = Report.objects.filter(word_sha256__in=digests).order_by().values_list("word_sha256", flat=True)
    return {*pdfs, *words}
