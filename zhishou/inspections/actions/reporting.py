"""The report: prepared by one, reviewed by another, approved and issued by the manager, frozen from then on."""

import io
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db import IntegrityError, InternalError, OperationalError, transaction

from jishi.files.door import Kept, keep
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal, Stale
from zhishou.inspections.actions.pdf import photographs_of, pictures_of, render_pdf
from zhishou.inspections.actions.recording import file_round
from zhishou.inspections.events import ReportIssued
from zhishou.inspections.models import Report, Round
from zhishou.inspections.queries.document import Issue, document_of_round, next_version
from zhishou.inspections.rules.document import Document, written
from zhishou.inspections.rules.words import INSPECTS, PLANS, RoundState
from zhishou.ledger.rules import digest
from zhishou.notify.actions import tell
from zhishou.notify.rules import Message
from zhishou.people.models import Person
from zhishou.people.queries import persons_with_role, require_role
from zhishou.people.rules import Role

LARGEST = 60_000_000


class NotClosedYet(Refusal):
    """The report is written when the round is over."""


class NeedsConclusion(Invalid):
    """Write the conclusion, in at most 4,000 characters."""


class NotPreparedYet(Refusal):
    """Nobody has prepared this report yet."""


class NotReviewedYet(Refusal):
    """Nobody has reviewed this report yet."""


class ReviewedByHimself(Refusal):
    """Whoever has prepared a report does not review or approve it himself."""


class NeedsVersionReason(Invalid):
    """This report has been issued. Say in at most 500 characters why there is another version."""


class CannotBeWritten(Refusal):
    """Nothing can be written down at the moment, so nothing was issued. Issue the report again later."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Both files of a report."""

    pdf: bytes
    word: bytes


@transaction.atomic
def prepare(*, inspection: Round, conclusion: str, by: Person, at: datetime) -> None:
    """Write the conclusion and say that the report can be reviewed; an earlier review is void."""
    require_role(by, inspection.engagement, INSPECTS, at=at)
    conclusion = conclusion.replace("\r\n", "\n").strip()
    if not conclusion or len(conclusion) > 4000 or "\x00" in conclusion:  # noqa: PLR2004 - the column's size
        raise NeedsConclusion
    _hold(inspection)
    inspection.conclusion, inspection.prepared_by, inspection.prepared_at = conclusion, by, at
    inspection.reviewed_by, inspection.reviewed_at = None, None
    _save(inspection, "conclusion", "prepared_by", "prepared_at", "reviewed_by", "reviewed_at")
    _file(inspection, "report_prepared", by=by, at=at)


@transaction.atomic
def review(*, inspection: Round, by: Person, at: datetime) -> None:
    """Say that the report is right, as somebody who has not prepared it."""
    require_role(by, inspection.engagement, INSPECTS, at=at)
    _hold(inspection)
    if inspection.prepared_at is None:
        raise NotPreparedYet
    if inspection.prepared_by_id == by.pk:
        raise ReviewedByHimself
    inspection.reviewed_by, inspection.reviewed_at = by, at
    _save(inspection, "reviewed_by", "reviewed_at")
    _file(inspection, "report_reviewed", by=by, at=at)


def issue_report(
    *, inspection: Round, reason: str = "", asked: int | None = None, by: Person, at: datetime
) -> Report:
    """Approve and issue: both files are made first, then everything is written at once, or nothing is.

    `asked` is the version that whoever approves was looking at: asked for twice, it is issued once.
    """
    require_role(by, inspection.engagement, PLANS, at=at)
    reason, version = reason.strip(), next_version(inspection)
    if asked is not None and asked != version:
        raise Stale
    _check(inspection, reason, version=version, by=by)
    document = document_of_round(inspection, issue=Issue(version=version, by=by, reason=reason), at=at)
    files = render(document, at=at)
    pdf = _kept(files.pdf, f"{document.number}.pdf")
    word = _kept(files.word, f"{document.number}.docx")
    try:
        with transaction.atomic():
            return _write(inspection, document, reason=reason, pdf=pdf, word=word, by=by, at=at)
    except IntegrityError as error:
        raise Stale from error  # somebody else issued this version meanwhile
    except (InternalError, OperationalError) as error:
        raise CannotBeWritten from error


def render(document: Document, *, at: datetime) -> Files:
    """Return both files of a document; nothing is written anywhere."""
    from zhishou.inspections.actions.word import render_word  # noqa: PLC0415 - a library that most processes never need

    photographs, pictures = photographs_of(document), pictures_of(document)
    return Files(
        pdf=render_pdf(document, photographs=photographs, at=at),
        word=render_word(document, pictures=pictures, photographs=photographs, at=at),
    )


def look_ahead(*, inspection: Round, by: Person, at: datetime) -> bytes:
    """Return the report as it would be now, marked as a draft; reads only."""
    require_role(by, inspection.engagement, INSPECTS, at=at)
    if inspection.state != RoundState.CLOSED:
        raise NotClosedYet
    document = document_of_round(inspection, issue=Issue(), at=at)
    return render_pdf(document, photographs=photographs_of(document), at=at)


def _check(inspection: Round, reason: str, *, version: int, by: Person) -> None:
    if inspection.state != RoundState.CLOSED:
        raise NotClosedYet
    if inspection.prepared_at is None:
        raise NotPreparedYet
    if inspection.reviewed_at is None:
        raise NotReviewedYet
    if inspection.prepared_by_id == by.pk:
        raise ReviewedByHimself
    if (version > 1 and not reason) or len(reason) > 500 or "\x00" in reason:  # noqa: PLR2004 - the column's size
        raise NeedsVersionReason


def _write(
    inspection: Round, document: Document, *, reason: str, pdf: Kept, word: Kept, by: Person, at: datetime
) -> Report:
    held = Round.objects.select_for_update().get(pk=inspection.pk)
    if held.revision != inspection.revision:
        raise Stale
    values = written(document)
    report = Report.objects.create(
        engagement=inspection.engagement,
        round=inspection,
        number=document.number,
        version=document.version,
        reason=reason,
        document=values,
        digest=digest(values),
        pdf_sha256=pdf.sha256,
        pdf_size=pdf.size,
        word_sha256=word.sha256,
        word_size=word.size,
        score=document.summary.value,
        issued_at=at,
        issued_by=by,
    )
    payload = {
        "report": report.number,
        "version": report.version,
        "reason": reason,
        "digest": report.digest,
        "pdf": report.pdf_sha256,
        "word": report.word_sha256,
        "score": report.score,
        "prepared_by": str(inspection.prepared_by and inspection.prepared_by.uuid),
        "reviewed_by": str(inspection.reviewed_by and inspection.reviewed_by.uuid),
    }
    file_round(inspection, "report_issued", by=by, happened_at=at, at=at, payload=payload)
    code = inspection.engagement.code
    publish(
        ReportIssued(
            engagement_code=code,
            round_uuid=str(inspection.uuid),
            number=inspection.number,
            report_number=report.number,
            version=report.version,
            digest=report.digest,
        ),
        at=at,
    )
    message = Message(
        kind="inspections.report_issued",
        words={"contract": inspection.engagement.name, "number": report.number, "version": report.version},
        link=f"/c/{code}/inspections/reports/{report.uuid}/",
        dedup_key=f"inspections.report_issued:{report.uuid}",
        engagement_code=code,
    )
    tell(to=persons_with_role(inspection.engagement, [Role.CLIENT_ADMIN], at=at), message=message, at=at)
    return report


def _kept(content: bytes, name: str) -> Kept:
    return keep(io.BytesIO(content), name=name, largest=LARGEST)


def _hold(inspection: Round) -> None:
    inspection.refresh_from_db(from_queryset=Round.objects.select_for_update(of=("self",)))
    if inspection.state != RoundState.CLOSED:
        raise NotClosedYet


def _save(inspection: Round, *columns: str) -> None:
    inspection.revision += 1
    inspection.save(update_fields=[*columns, "revision"])


def _file(inspection: Round, what: str, *, by: Person, at: datetime) -> None:
    payload = {"conclusion": inspection.conclusion, "revision": inspection.revision}
    file_round(inspection, what, by=by, happened_at=at, at=at, payload=payload)
