"""Supervised matters (督办): raised from what was ruled or decided, allotted, signed for, reported on, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from xieban.directory.models import Person
from xieban.documents.actions.drafting import Draft, draft_document, refuse_secrecy
from xieban.documents.actions.refusals import Lacking, NotTheSupervisor
from xieban.documents.models import Document, Feedback, Link, Supervision
from xieban.documents.queries.minutes import minutes_at
from xieban.documents.queries.standing import standing_of
from xieban.documents.queries.supervising import may_raise
from xieban.documents.rules.control import Task
from xieban.documents.rules.elements import Lack
from xieban.documents.rules.receiving import date_in, ids_in, lacks_of_allotment
from xieban.documents.rules.supervising import next_report
from xieban.documents.rules.words import Kind, LinkKind, Source, Urgency
from xieban.flows import actions as flows
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What somebody fills in to have a matter supervised."""

    title: str
    source: Source
    reason: str
    criteria: str
    urgency: Urgency = Urgency.ORDINARY


def raise_matter(
    *, matter: Matter, origin: Document | None = None, minutes: str = "", by: Person, at: datetime
) -> Document:
    """Have a matter supervised; the link to the document, or to the minutes, that it comes from is kept."""
    refuse_secrecy(matter.title, matter.reason, matter.criteria, by=by, at=at)
    if not may_raise(by, at=at):
        raise NotTheSupervisor
    lacks = [Lack.REASON] if not matter.reason.strip() else []
    if not matter.criteria.strip():
        lacks.append(Lack.CRITERIA)
    if lacks:
        raise Lacking(lacks)
    kept = minutes_at(by, uuid=minutes, at=at).uuid if minutes else None
    with transaction.atomic():
        draft = Draft(
            kind=Kind.SUPERVISION, title=matter.title, urgency=matter.urgency, reason=matter.reason.strip()
        )
        document = draft_document(draft=draft, by=by, at=at)
        Supervision.objects.create(
            document=document, source=matter.source.value, minutes=kept, criteria=matter.criteria.strip()
        )
        if origin is not None:
            Link.objects.create(document=document, origin=origin, kind=LinkKind.ARISES.value, person=by, at=at)
        (task,) = standing_of(by, document, at=at).control.tasks
        values = {"source": matter.source.value, "criteria": matter.criteria.strip()}
        flows.complete(seat_uuid=task.seat, decision=Decision.DONE, values=values, by=by, at=at)
    return document


def before_report(document: Document, task: Task, values: Mapping[str, Value], *, at: datetime) -> None:
    """Refuse a step of a supervised matter for which something is lacking."""
    del document
    if not _asks(task, "rhythm"):
        return
    due_on = date_in(values, "due_on") or date.min
    lead, helpers = ids_in(values, "lead_department"), ids_in(values, "helping_departments")
    lacks = lacks_of_allotment(lead, helpers, due_on=due_on, today=timezone.localtime(at).date())
    if lacks:
        raise Lacking(lacks)


def after_report(document: Document, task: Task, values: Mapping[str, Value], *, by: Person, at: datetime) -> None:
    """Keep what a step of a supervised matter says about it."""
    row = Supervision.objects.select_for_update().get(document=document)
    today = timezone.localtime(at).date()
    if _asks(task, "criteria"):
        row.source, row.criteria = str(values["source"]), str(values["criteria"])
    elif _asks(task, "rhythm"):
        (row.lead_id,), row.due_on = ids_in(values, "lead_department"), date_in(values, "due_on")
        row.rhythm = str(values["rhythm"])
        document.department_id = row.lead_id
        document.save(update_fields=["department"])
    elif _asks(task, "progress"):
        is_finished = values.get("finished") is True
        Feedback.objects.create(
            document=document,
            words=str(values["progress"]),
            is_finished=is_finished,
            due_on=row.report_due_on,
            person=by,
            at=at,
        )
        row.report_due_on = None if is_finished else next_report(row.rhythm, today=today)
    elif _asks(task, "accepted"):
        if values.get("accepted") is True:
            row.closed_at = at
        else:
            row.asked_at, row.report_due_on = None, next_report(row.rhythm, today=today)
    elif _asks(task, "closing"):
        row.asked_at = at
    elif row.lead_id is not None and row.signed_at is None:
        row.signed_at, row.report_due_on = at, next_report(row.rhythm, today=today)
    row.save()


def _asks(task: Task, name: str) -> bool:
    return any(field.name == name for field in task.deed.fields)
