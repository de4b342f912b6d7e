"""What the steps of an incoming document bring: the examination, the proposal, the allotment, the answer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext

from jishi.outbox.door import publish
from jishi.refusals.door import listed
from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.documents.actions.refusals import Lacking, NoSuchReply, ReasonsMissing
from xieban.documents.events import DocumentSentBack
from xieban.documents.models import Act, Document, Examination, Incoming, Link, Number
from xieban.documents.queries.incoming import CHECKS, is_replied
from xieban.documents.rules.control import Task
from xieban.documents.rules.receiving import (
    Finding,
    date_in,
    ids_in,
    is_acceptable,
    lacks_of_allotment,
    lacks_of_answer,
    lacks_of_proposal,
    unreasoned,
)
from xieban.documents.rules.words import ActKind, Answer, Check, Kind, LinkKind, NumberState
from xieban.flows.rules.expressions import Value

if TYPE_CHECKING:
    from xieban.documents.rules.elements import Lack

ACCEPTABLE: Final = "acceptable"
SENT_BACK: Final = "sent_back"
HANDLING: Final = "kind"
ALLOTTED: Final = "presser"
REPLY: Final = "reply"


def findings_of(given: Mapping[str, Value]) -> tuple[Finding, ...]:
    """Return the five answers as they were filled in: each ticked, or its reason beside it."""
    return tuple(
        Finding(
            check=check,
            passed=given.get(f"check_{check.value}") is True,
            reason=str(given.get(f"why_{check.value}") or "").strip(),
        )
        for check in Check
    )


def said_of_incoming(task: Task, given: Mapping[str, Value]) -> dict[str, Value]:
    """Return what the flow is told of the examination: whether the document may be accepted."""
    if not _asks(task, ACCEPTABLE) or not task.acts:
        return {}
    return {ACCEPTABLE: is_acceptable(findings_of(given))}


def before_step(
    document: Document,
    task: Task,
    values: Mapping[str, Value],
    given: Mapping[str, Value],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Refuse a step of an incoming document for which something is lacking."""
    today = timezone.localtime(at).date()
    lead = ids_in(values, "lead_department")
    lacks: tuple[Lack, ...] = ()
    if _asks(task, ACCEPTABLE):
        missing = unreasoned(findings_of(given))
        if missing:
            raise ReasonsMissing(checks=listed(gettext(str(CHECKS[one])) for one in missing))
    elif _asks(task, ALLOTTED):
        due_on = date_in(values, "due_on") or date.min
        lacks = lacks_of_allotment(lead, ids_in(values, "helping_departments"), due_on=due_on, today=today)
    elif _asks(task, HANDLING):
        handling, readers = str(values.get(HANDLING) or ""), len(ids_in(values, "readers"))
        lacks = lacks_of_proposal(handling, lead=len(lead), readers=readers)
    elif _asks(task, REPLY):
        number = str(values.get("reply_number") or "").strip()
        if number:
            _link_reply(document, number, by=by, at=at)
        reason = str(values.get("reply_reason") or "")
        lacks = lacks_of_answer(str(values.get(REPLY)), reason=reason, is_replied=is_replied(document))
    if lacks:
        raise Lacking(lacks)


def after_step(
    document: Document,
    task: Task,
    values: Mapping[str, Value],
    given: Mapping[str, Value],
    *,
    by: Person,
    at: datetime,
) -> None:
    """Keep what a step of an incoming document says about it."""
    record = Incoming.objects.select_for_update().get(document=document)
    due_on = date_in(values, "due_on")
    if _asks(task, ACCEPTABLE):
        Examination.objects.bulk_create(
            Examination(
                document=document,
                round=task.deed.seat,
                check_name=one.check.value,
                passed=one.passed,
                reason="" if one.passed else one.reason[:1000],
                person=by,
                at=at,
            )
            for one in findings_of(given)
        )
    elif _asks(task, SENT_BACK):
        _send_back(record, document, how=str(values.get(SENT_BACK) or ""), by=by, at=at)
    elif _asks(task, ALLOTTED):
        (lead,) = ids_in(values, "lead_department")
        pressers = ids_in(values, "presser")
        record.lead_id, record.due_on = lead, due_on
        record.presser = persons_by_id(pressers[:1]).get(pressers[0]) if pressers else None
        record.save(update_fields=["lead", "due_on", "presser"])
        document.department_id = lead
        document.save(update_fields=["department"])
    elif _asks(task, HANDLING):
        record.handling, record.due_on = str(values.get(HANDLING) or ""), due_on or record.due_on
        record.save(update_fields=["handling", "due_on"])
    elif _asks(task, REPLY):
        record.answer, record.answered_at = str(values.get(REPLY)), at
        is_needless = record.answer == Answer.NOT_NEEDED.value
        record.answer_reason = str(values.get("reply_reason") or "").strip() if is_needless else ""
        record.save(update_fields=["answer", "answered_at", "answer_reason"])


def _asks(task: Task, name: str) -> bool:
    return any(field.name == name for field in task.deed.fields)


def _send_back(record: Incoming, document: Document, *, how: str, by: Person, at: datetime) -> None:
    """Note that it went back, with what the last examination found; the same may come in again after that."""
    failed = Examination.objects.filter(document=document, passed=False).order_by("-round", "id")
    last = [one for one in failed if one.round == failed[0].round]
    record.sent_back_at, record.is_live = at, False
    record.sent_back_reason = "；".join(one.reason for one in last) or how
    record.save(update_fields=["sent_back_at", "is_live", "sent_back_reason"])
    Act.objects.create(document=document, kind=ActKind.SENT_BACK.value, words=how[:400], person=by, at=at)
    publish(
        DocumentSentBack(
            document_uuid=str(document.uuid),
            kind=document.kind,
            by=by.pk,
            happened_at=at,
            reason=record.sent_back_reason,
        ),
        at=at,
    )


def _link_reply(document: Document, text: str, *, by: Person, at: datetime) -> None:
    """Link the dispatch of a number as the reply."""
    found = Number.objects.filter(text=text, series__kind=Kind.DISPATCH.value, document__unit=document.unit)
    number = found.exclude(state=NumberState.VOIDED.value).first()
    if number is None:
        raise NoSuchReply(number=text)
    Link.objects.get_or_create(
        document=number.document, origin=document, kind=LinkKind.ANSWERS.value, defaults={"person": by, "at": at}
    )
