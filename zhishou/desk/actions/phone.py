"""A call is written down while it lasts: one stroke makes its intake and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk.actions.intakes import answer_intake, receive
from zhishou.desk.actions.joining import join_intake
from zhishou.desk.actions.tickets import open_ticket
from zhishou.desk.models import Intake, PhoneCall
from zhishou.desk.rules.words import WORKS, IntakeState, TicketKind
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

PHONE = "phone"
TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who called, when it rang, and what was said; `key` is the same however often it is sent."""

    key: str
    rang_at: datetime
    caller: Person | None
    caller_name: str
    contact: str
    unit: str
    words: str
    recording: str = ""
    heard: PhoneCall | None = None  # what the call centre told of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The ticket that the call asks for; without a title the first words are one."""

    kind: TicketKind
    level: Level
    service_code: ServiceCode
    title: str
    module: str
    on_behalf_of: Person | None = None
    on_behalf_name: str = ""


def title_from(words: str) -> str:
    """Return the first line of what was said, cut to a title's length."""
    first = next((line for line in words.splitlines() if line.strip()), "")
    return " ".join(first.split())[:TITLE]


@transaction.atomic
def open_from_call(*, engagement: Engagement, call: Call, opening: Opening, by: Person, at: datetime) -> Intake:
    """Write the call down and open its ticket; sent twice, it is one intake and one ticket."""
    intake = _log(engagement, call, by=by, at=at)
    if intake.state == IntakeState.WAITING:
        open_ticket(
            intake=intake,
            kind=opening.kind,
            level=opening.level,
            service_code=opening.service_code,
            title=opening.title.strip() or title_from(intake.words),
            module=opening.module,
            on_behalf_of=opening.on_behalf_of,
            on_behalf_name=opening.on_behalf_name,
            spoken_at=call.heard.answered_at if call.heard else None,
            by=by,
            at=at,
        )
    return intake


@transaction.atomic
def answer_call(*, engagement: Engagement, call: Call, answer: str, by: Person, at: datetime) -> Intake:
    """Write the call down as answered while it lasted."""
    intake = _log(engagement, call, by=by, at=at)
    if intake.state == IntakeState.WAITING:
        answer_intake(intake=intake, answer=answer, by=by, at=at)
    return intake


@transaction.atomic
def join_call(*, engagement: Engagement, call: Call, number: int, by: Person, at: datetime) -> Intake:
    """Write the call down as one about a ticket that is there already; it stops no clock of that ticket."""
    intake = _log(engagement, call, by=by, at=at)
    if intake.state == IntakeState.WAITING:
        join_intake(intake=intake, number=number, by=by, at=at)
    return intake


def _log(engagement: Engagement, call: Call, *, by: Person, at: datetime) -> Intake:
    require_role(by, engagement, WORKS, at=at)
    heard = call.heard
    intake = receive(
        engagement=engagement,
        channel=PHONE,
        words=call.words,
        caller=call.caller,
        caller_name=call.caller_name or call.contact,
        caller_contact=call.contact,
        caller_unit=call.unit,
        reached_at=heard.rang_at if heard else call.rang_at,
        reference=heard.call_id if heard else call.key,
        recording=call.recording or (heard.recording if heard else ""),
        by=by,
        at=at,
    )
    if heard is not None:
        PhoneCall.objects.filter(pk=heard.pk, intake__isnull=True).update(intake=intake)
    return intake
