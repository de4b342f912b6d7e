"""Visits as ready rows for templates, in the language of the page."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from zhishou.contracts.rules import say
from zhishou.desk.models import Visit
from zhishou.desk.queries.visits import signature_of
from zhishou.desk.rules.strokes import drawn
from zhishou.desk.rules.visits import ACT_NAMES, OPEN, REASON_NAMES, ActKind, CheckInWay, VisitReason, VisitState
from zhishou.desk.web.words import Mark

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATES: Final[dict[VisitState, Mark]] = {
    VisitState.ORDERED: Mark(kind="info", icon="calendar-event", text=_("Ordered")),
    VisitState.TRAVELLING: Mark(kind="warning", icon="route", text=_("On the way")),
    VisitState.ON_SITE: Mark(kind="warning", icon="map-pin", text=_("At work on site")),
    VisitState.DONE: Mark(kind="success", icon="circle-check", text=_("Visit over")),
    VisitState.CANCELLED: Mark(kind="neutral", icon="ban", text=_("Visit cancelled")),
}
WAYS: Final[dict[CheckInWay, "StrPromise"]] = {
    CheckInWay.PLACE: _("by place"),
    CheckInWay.CODE: _("by the code at the client’s desk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that the engineer can do next: in which states, after what, and until what."""

    states: str
    needs: str = ""
    ends: str = ""
    key: UUID = field(default_factory=uuid4)
    is_hidden: bool = False


STEPS: Final = {
    ActKind.DEPART: Step(states="ordered"),
    ActKind.CHECK_IN: Step(states="ordered travelling"),
    ActKind.REPORT: Step(states="on_site", ends="signed"),
    ActKind.PHOTO: Step(states="on_site"),
    ActKind.SIGN: Step(states="on_site", needs="work", ends="signed"),
    ActKind.UNSIGNED: Step(states="on_site", needs="work", ends="signed"),
    ActKind.LEAVE: Step(states="on_site", needs="work closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """A visit in a list or at the head of its page."""

    uuid: UUID
    number: int
    title: str
    state: Mark
    is_open: bool
    reason: str
    engineer: str
    key_user: str
    destination: str
    planned_for: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """Something that happened on a visit."""

    name: str
    at: datetime
    words: str
    by: str
    device_at: datetime | None  # only where it tells another time than ours
    received_at: datetime | None  # only where it came later
    is_too_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRow:
    """The client's hand."""

    path: str
    name: str
    role: str
    at: datetime
    digest: str


def visit_row(visit: Visit, language: str) -> VisitRow:
    """Return a visit as a row."""
    reason = say(REASON_NAMES[VisitReason(visit.reason)], language)
    return VisitRow(
        uuid=visit.uuid,
        number=visit.ticket.number,
        title=visit.ticket.title,
        state=STATES[VisitState(visit.state)],
        is_open=VisitState(visit.state) in OPEN,
        reason=reason[:1].upper() + reason[1:],
        engineer=visit.engineer.name,
        key_user=visit.key_user.name if visit.key_user else "",
        destination=visit.destination,
        planned_for=visit.planned_for,
    )


def flags_of(visit: Visit) -> set[str]:
    """Say what there is already: the work, the client's hand, and one or the other end of a visit."""
    signed = signature_of(visit) is not None
    found = {"work": bool(visit.work_done), "signed": signed, "closed": signed or bool(visit.unsigned_reason)}
    return {name for name, there in found.items() if there}


def steps_of(visit: Visit) -> dict[str, Step]:
    """Return every step with an id of its own; those that cannot be done now are hidden until they can."""
    flags = flags_of(visit)
    return {
        kind.value: replace(
            step,
            key=uuid4(),
            is_hidden=visit.state not in step.states.split()
            or not flags >= set(step.needs.split())
            or step.ends in flags,
        )
        for kind, step in STEPS.items()
    }


def act_rows(visit: Visit, language: str) -> list[ActRow]:
    """Return what happened on a visit, as it happened."""
    rows = sorted(visit.acts.all(), key=lambda act: (act.happened_at, act.pk))
    return [
        ActRow(
            name=say(ACT_NAMES[ActKind(act.kind)], language),
            at=act.happened_at,
            words=act.words,
            by=act.by_name,
            device_at=act.device_at if act.device_at and _apart(act.device_at, act.happened_at) else None,
            received_at=act.received_at if _apart(act.received_at, act.happened_at) else None,
            is_too_old=act.is_too_old,
        )
        for act in rows
    ]


def _apart(one: datetime, other: datetime) -> bool:
    return abs((one - other).total_seconds()) > 60  # noqa: PLR2004 - a minute is what the pages show


def signature_row(visit: Visit) -> SignatureRow | None:
    """Return the client's hand, where there is one."""
    found = signature_of(visit)
    if found is None:
        return None
    return SignatureRow(
        path=drawn(found.strokes),
        name=found.signer_name,
        role=found.signer_role,
        at=found.signed_at,
        digest=found.digest,
    )
