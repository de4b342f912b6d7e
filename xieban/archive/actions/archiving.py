"""The four checks run, and what passes them goes into the archive: once, whole, never altered."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from jishi.refusals.door import NotAllowed, Refusal
from xieban.archive.actions.packing import pack
from xieban.archive.models import Inspection, Opening, Record
from xieban.archive.queries import ARCHIVED_KINDS, evidence_of, keeps_archive, record_of
from xieban.archive.rules import checked
from xieban.directory.models import Person
from xieban.documents import queries as documents
from xieban.documents.models import Document
from xieban.flows import actions as flows
from xieban.flows.rules.words import Status


class NotFinished(Refusal):
    """This document is still under way, was voided, or is of a kind that is not archived."""


def inspect(*, document: Document, at: datetime) -> Inspection:
    """Run the four checks and write down what they found; nobody asks, the flow or the archivist's act does."""
    with translation.override("zh-hans"):  # what is lacking is said as the document speaks
        found = checked(evidence_of(document))
    with transaction.atomic():
        return Inspection.objects.create(
            document=document,
            faults=len(found),
            findings=[{"fault": one.fault.value, "about": one.about} for one in found],
            at=at,
        )


def check_for_flow(*, document: Document, token: int, at: datetime) -> Inspection:
    """Do the flow's service: run the checks, and report whether the document can be archived."""
    made = inspect(document=document, at=at)
    if document.instance is not None:
        flows.report_service(instance=document.instance, token=token, values={"archive_ok": made.passed}, at=at)
    return made


def archive_finished(*, document: Document, by: Person, at: datetime) -> Record | None:
    """Put a finished document into the archive; one that fails a check waits for the archivist.

    Told twice, it is done once. Checked again, because days lie between the flow's check and its end.
    """
    there = record_of(document)
    if there is not None:
        return there
    if not _can_be_archived(document):
        return None
    inspection = inspect(document=document, at=at)
    return _store(document, inspection, by=by, at=at) if inspection.passed else None


def archive_again(*, document: Document, by: Person, at: datetime) -> Record | None:
    """Let the archivist try again what did not get in; None where the checks still find something."""
    if not keeps_archive(by, at=at):
        raise NotAllowed
    if not _can_be_archived(document):
        raise NotFinished
    return archive_finished(document=document, by=by, at=at)


def _can_be_archived(document: Document) -> bool:
    instance = document.instance
    is_over = instance is not None and instance.status == Status.FINISHED.value
    return document.kind in ARCHIVED_KINDS and is_over and document.voided_at is None


def _store(document: Document, inspection: Inspection, *, by: Person, at: datetime) -> Record:
    packed = pack(document=document, inspection=inspection, at=at)
    number, signed = documents.live_number(document), documents.last_sign_off(document)
    year = number.year if number else (signed.signed_on if signed else timezone.localtime(at).date()).year
    try:
        with transaction.atomic():
            made = Record.objects.create(
                document=document, inspection=inspection, number=number.text if number else "",
                title=document.title, type=document.type, kind=document.kind, year=year, unit=document.unit,
                department=document.department, sha256=packed.kept.sha256, size=packed.kept.size,
                files=packed.files, by=by, at=at,
            )  # fmt: skip
    except IntegrityError:
        return Record.objects.get(document=document)  # another worker was first
    return made


def note_opening(*, record: Record, took_package: bool, by: Person, at: datetime) -> None:
    """Note that somebody looked at a record, or took its package."""
    Opening.objects.create(record=record, person=by, took_package=took_package, at=at)
