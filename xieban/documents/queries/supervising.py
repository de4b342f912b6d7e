"""Supervised matters: their record and light, lists, and what each department owes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jishi.refusals.door import NotAllowed, listed
from xieban.directory.models import Person
from xieban.directory.queries import place_of, roles_of, units_by_id
from xieban.directory.rules import LEADERS, Role
from xieban.documents.models import Document, Feedback, Supervision, Urging
from xieban.documents.queries import labels
from xieban.documents.queries.documents import roles_in, visible
from xieban.documents.queries.minutes import Minutes, minutes_of
from xieban.documents.rules.receiving import ids_in
from xieban.documents.rules.supervising import Course, Light, light
from xieban.documents.rules.words import Kind, Rhythm, Source
from xieban.flows.queries import open_places
from xieban.flows.queries.story import Look
from xieban.flows.rules.words import Status

RAISES: Final = LEADERS | {Role.OFFICE_HEAD, Role.SUPERVISOR}
MOST: Final = 300
LOOKS: Final[Mapping[Light, Look]] = {
    Light.GREEN: Look(words=_("green: on its way"), kind="success", icon="circle-check"),
    Light.YELLOW: Look(words=_("yellow: at risk"), kind="warning", icon="alert-triangle"),
    Light.RED: Look(words=_("red: late"), kind="danger", icon="alarm"),
    Light.KEPT: Look(words=_("closed in time"), kind="neutral", icon="circle-check"),
    Light.MISSED: Look(words=_("closed late"), kind="neutral", icon="clock-off"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionPage:
    """What the page of a supervised matter shows beside what every document shows."""

    record: Supervision
    look: Look
    facts: tuple[tuple[str, str], ...]
    feedbacks: tuple[Feedback, ...]
    urgings: tuple[Urging, ...]
    minutes: Minutes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionRow:
    """One supervised matter in a list."""

    record: Supervision
    look: Look
    light: Light
    where: str


@dataclass(kw_only=True)
class Tally:
    """What one department did and owes."""

    department: str
    in_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    owed: int = 0  # reports that should be there by now


def may_raise(viewer: Person, *, at: datetime) -> bool:
    """Say whether somebody may have a matter supervised."""
    place = place_of(viewer.pk, at=at)
    return place is not None and bool(RAISES & roles_in(viewer, place.unit, at=at))


def watches(viewer: Person, *, at: datetime) -> bool:
    """Say whether somebody looks after the supervised matters of his unit."""
    return viewer.is_administrator or any(held.role in RAISES for held in roles_of(viewer, at=at))


def light_of(record: Supervision, *, at: datetime) -> Light:
    """Return how a supervised matter stands now."""
    asked_on = timezone.localtime(record.asked_at).date() if record.asked_at else None
    course = Course(
        due_on=record.due_on,
        report_due_on=record.report_due_on,
        asked_on=asked_on,
        is_closed=record.closed_at is not None,
    )
    return light(course, today=timezone.localtime(at).date())


def supervision_page_of(viewer: Person, document: Document, *, at: datetime) -> SupervisionPage | None:
    """Return what the page of a supervised matter shows of it."""
    if document.kind != Kind.SUPERVISION.value:
        return None
    record = Supervision.objects.select_related("lead").get(document=document)
    variables = document.instance.variables if document.instance else {}
    helpers = units_by_id(ids_in(variables, "helping_departments"))
    facts = (
        (gettext("Comes from"), str(labels.SOURCES[Source(record.source)])),
        (gettext("Reason for it"), document.reason),
        (gettext("Done means"), record.criteria),
        (gettext("Department in charge"), record.lead.name if record.lead else ""),
        (gettext("Departments that help"), listed(one.name for one in helpers)),
        (gettext("To be done by"), _day(record.due_on)),
        (gettext("Reported"), str(labels.RHYTHMS[Rhythm(record.rhythm)]) if record.rhythm else ""),
        (gettext("Next report due"), _day(record.report_due_on)),
        (gettext("Signed for"), _moment(record.signed_at)),
        (gettext("Closing asked for"), _moment(record.asked_at)),
        (gettext("Closed"), _moment(record.closed_at)),
        (gettext("Result"), document.result),
    )
    return SupervisionPage(
        record=record,
        look=LOOKS[light_of(record, at=at)],
        facts=tuple((name, value) for name, value in facts if value),
        feedbacks=tuple(Feedback.objects.filter(document=document).select_related("person").order_by("-id")),
        urgings=tuple(Urging.objects.filter(document=document)),
        minutes=minutes_of(viewer, record, at=at),
    )


def supervised(
    viewer: Person, *, department: str = "", state: str = "", month: str = "", at: datetime
) -> list[SupervisionRow]:
    """Return the supervised matters that somebody sees, the most pressing first; `month` is that of the limit."""
    seen = visible(viewer, at=at).filter(kind=Kind.SUPERVISION.value, voided_at=None).order_by().values("pk")
    found = Supervision.objects.filter(document__in=seen).select_related("document__instance", "lead")
    found = found.exclude(document__instance__status__in=[Status.CANCELLED.value, Status.ENDED.value])
    if department:
        found = found.filter(lead__code=department)
    if len(month) == len("2026-01") and month.replace("-", "").isdigit():
        found = found.filter(due_on__year=int(month[:4]), due_on__month=int(month[5:]))
    records = list(found.order_by("-document_id")[:MOST])
    places = open_places(one.document.instance_id for one in records if one.document.instance_id)
    rows = [
        SupervisionRow(
            record=one,
            look=LOOKS[light_of(one, at=at)],
            light=light_of(one, at=at),
            where=places.get(one.document.instance_id or 0, ""),
        )
        for one in records
    ]
    order = (Light.RED, Light.YELLOW, Light.GREEN, Light.MISSED, Light.KEPT)
    kept = [row for row in rows if not state or row.light.value == state]
    return sorted(kept, key=lambda row: (order.index(row.light), row.record.due_on or date.max))


def tallies(viewer: Person, *, month: str = "", at: datetime) -> list[Tally]:
    """Return per department what was done in time or late, what is open, overdue, and which reports are owed."""
    if not watches(viewer, at=at):
        raise NotAllowed
    today = timezone.localtime(at).date()
    found: dict[str, Tally] = {}
    for row in supervised(viewer, month=month, at=at):
        if row.record.lead is None:
            continue
        one = found.setdefault(row.record.lead.name, Tally(department=row.record.lead.name))
        if row.light is Light.KEPT:
            one.in_time += 1
        elif row.light is Light.MISSED:
            one.late += 1
        else:
            one.open += 1
            one.overdue += row.record.due_on is not None and today > row.record.due_on
            one.owed += row.record.report_due_on is not None and today > row.record.report_due_on
    return sorted(found.values(), key=lambda one: (-one.overdue, -one.owed, one.department))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
