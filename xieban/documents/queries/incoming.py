"""What came in: its record, its examination, who has it to read; lists of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from jishi.refusals.door import listed
from xieban.directory.models import Person, Unit
from xieban.directory.queries import place_of, units_by_id
from xieban.directory.rules import Role
from xieban.documents.models import Document, Examination, Incoming, Link, Urging
from xieban.documents.queries import labels
from xieban.documents.queries.documents import roles_in
from xieban.documents.queries.standing import Standing, live_number
from xieban.documents.rules.control import Own
from xieban.documents.rules.receiving import Timeliness, ids_in, key_of, timeliness
from xieban.documents.rules.words import Answer, Check, Handling, Kind, LinkKind
from xieban.flows.models import Reading
from xieban.flows.queries import copies_of, stays_of
from xieban.flows.queries.story import Look

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CHECKS: Final[Mapping[Check, "StrPromise"]] = {
    Check.COMPETENCE: _("It is ours to handle"),
    Check.RULES: _("It keeps the rules of who writes to whom"),
    Check.FORM: _("Its type and form are right"),
    Check.CONSULTED: _("What concerns others was agreed with them"),
    Check.OTHER: _("It keeps the other rules of drafting"),
}
LOOKS: Final[Mapping[Timeliness, Look]] = {
    Timeliness.ON_TIME: Look(words=_("in time"), kind="success", icon="clock"),
    Timeliness.SOON: Look(words=_("due soon"), kind="warning", icon="clock"),
    Timeliness.TODAY: Look(words=_("due today"), kind="warning", icon="alarm"),
    Timeliness.LATE: Look(words=_("overdue"), kind="danger", icon="alarm"),
    Timeliness.KEPT: Look(words=_("done in time"), kind="success", icon="circle-check"),
    Timeliness.MISSED: Look(words=_("done late"), kind="warning", icon="circle-check"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer of the first examination."""

    words: str
    row: Examination


@dataclass(frozen=True, slots=True, kw_only=True)
class Urged:
    """One time that somebody was urged, at a step by its name; no step, about a copy to read."""

    row: Urging
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPage:
    """What the page of an incoming document shows beside what every document shows."""

    record: Incoming
    standing: Look | None
    handling: str
    helpers: str
    readers: tuple[Reading, ...]
    checks: tuple[Answered, ...]
    urgings: tuple[Urged, ...]
    may_record: bool
    may_answer: bool
    may_circulate: bool


def may_receive(viewer: Person, *, at: datetime) -> bool:
    """Say whether somebody signs for what comes in to his unit."""
    place = place_of(viewer.pk, at=at)
    return place is not None and Role.DISPATCHER in roles_in(viewer, place.unit, at=at)


def earlier_one(*, unit: Unit, sender: str, number: str, beside: int = 0) -> Incoming | None:
    """Return the document that was taken in from the same sender under the same number; none without a number."""
    if not key_of(number):
        return None
    found = Incoming.objects.filter(
        unit=unit, sender_key=key_of(sender), number_key=key_of(number), is_live=True
    ).select_related("document")
    return found.exclude(document=beside).first()


def record_of(document: Document) -> Incoming | None:
    """Return the record of an incoming document; nothing of what did not come in."""
    if document.kind != Kind.INCOMING.value:
        return None
    return Incoming.objects.filter(document=document).select_related("lead", "presser").first()


def is_replied(document: Document) -> bool:
    """Say whether a reply to the document was sent out."""
    return Link.objects.filter(
        origin=document,
        kind=LinkKind.ANSWERS.value,
        document__kind=Kind.DISPATCH.value,
        document__distributed_at__isnull=False,
        document__voided_at=None,
    ).exists()


def incoming_page_of(document: Document, standing: Standing, *, at: datetime) -> IncomingPage | None:
    """Return what the page of an incoming document shows of its record."""
    record = record_of(document)
    if record is None:
        return None
    variables = document.instance.variables if document.instance else {}
    helpers = units_by_id(ids_in(variables, "helping_departments"))
    checks = Examination.objects.filter(document=document).select_related("person").order_by("-round", "id")
    return IncomingPage(
        record=record,
        standing=LOOKS.get(standing_to_limit(record, at=at)),
        handling=str(labels.HANDLINGS[Handling(record.handling)]) if record.handling else "",
        helpers=listed(one.name for one in helpers),
        readers=tuple(copies_of(document.instance)) if document.instance else (),
        checks=tuple(Answered(words=str(CHECKS[Check(one.check_name)]), row=one) for one in checks),
        urgings=_urgings_of(document),
        may_record=standing.control.may(Own.RECORD),
        may_answer=standing.control.may(Own.ANSWER),
        may_circulate=standing.control.may(Own.CIRCULATE),
    )


def _urgings_of(document: Document) -> tuple[Urged, ...]:
    names = {stay.node: stay.node_name for stay in stays_of(document.instance)} if document.instance else {}
    rows = Urging.objects.filter(document=document).select_related("person")
    return tuple(Urged(row=row, place=names.get(row.node, "")) for row in rows)


def standing_to_limit(record: Incoming, *, at: datetime) -> Timeliness:
    """Say how an incoming document stands to its limit now."""
    done = timezone.localtime(record.answered_at).date() if record.answered_at else None
    if record.sent_back_at is not None:
        return Timeliness.NONE
    return timeliness(record.due_on, done_at=done, today=timezone.localtime(at).date())


def facts_of_record(record: Incoming, document: Document) -> Sequence[tuple[str, str]]:
    """Return the record in words, name and value."""
    received = timezone.localtime(record.received_at).strftime("%Y-%m-%d %H:%M")
    answer = str(labels.ANSWERS[Answer(record.answer)]) if record.answer else ""
    number = live_number(document)
    ours = f"{number.text} · {number.given_by.name}" if number else ""
    return (
        (gettext("Our number"), ours),
        (gettext("Sender"), record.sender),
        (gettext("Number of the sender"), record.sender_number),
        (pgettext("of an incoming document", "Received"), f"{received} · {document.drafter.name}"),
        (gettext("When it came"), "" if record.is_intact else gettext("not whole: the sender was asked")),
        (gettext("Copies received"), str(document.copies or "")),
        (gettext("To be done by"), record.due_on.isoformat() if record.due_on else ""),
        (gettext("Department in charge"), record.lead.name if record.lead else ""),
        (gettext("Sees to it in time"), record.presser.name if record.presser else ""),
        (gettext("Answer"), f"{answer} · {record.answer_reason}" if record.answer_reason else answer),
        (gettext("Result"), document.result),
        (gettext("Remark"), document.note),
    )
