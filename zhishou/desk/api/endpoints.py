"""The desk over HTTP: intakes, tickets, what is recorded on them, and their clocks."""

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from ninja import Path, Query, Router, Status

from jishi.api.door import NEEDS_TAG, Page, Paging, cut, expect_tag, show_tag, tag
from zhishou.desk import actions, queries
from zhishou.desk.actions.clocks import Started
from zhishou.desk.api.schemas import (
    EvidenceIn,
    EvidenceOut,
    ExplanationOut,
    IntakeIn,
    IntakeOut,
    LevelIn,
    NoteIn,
    NoteOut,
    TicketFilters,
    TicketIn,
    TicketOut,
    TicketWhole,
)
from zhishou.desk.models import Clock, Evidence, Intake, Note, Ticket
from zhishou.desk.rules.advice import advised_level
from zhishou.desk.rules.clocks import Reading
from zhishou.people import queries as people
from zhishou.people.models import Person
from zhishou.people.queries.requests import PersonRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

router = Router(tags=["desk"])


def at_the_door(view: Callable[..., Any]) -> Callable[..., Any]:
    """Turn strangers away before anything that they sent is read; a token is looked at behind this door."""

    @wraps(view)
    def entered(request: PersonRequest, *args: Any, **values: Any) -> Any:
        caller: Person | AnonymousUser = request.user  # nobody yet, where the library asks for a token
        if not isinstance(caller, Person):
            return view(request, *args, **values)
        if "number" in values:
            _ticket(request, values["code"], int(values["number"]))
        else:
            people.get_engagement(caller, code=values["code"], at=request.at)
        return view(request, *args, **values)

    return entered


router.add_decorator(at_the_door, mode="view")


def as_intake(intake: Intake) -> dict[str, Any]:
    """Say what reached us and what became of it."""
    names = ("uuid", "channel", "state", "reached_at", "recorded_at", "caller_name", "words", "reference", "module")
    advice = advised_level(intake.words, intake.module)
    return {name: getattr(intake, name) for name in names} | {
        "advised_level": advice.level.value,
        "advised_because": list(advice.because),
        "ticket": intake.ticket.number if intake.ticket else None,
    }


_AS_IT_IS = [name for name in TicketOut.model_fields if name not in {"assignee", "merged_into"}]

_LISTED = (*_AS_IT_IS, "assignee__name", "merged_into__number")


def as_ticket(ticket: Ticket) -> dict[str, Any]:
    """Say how a ticket stands."""
    return {name: getattr(ticket, name) for name in _AS_IT_IS} | {
        "assignee": ticket.assignee.name if ticket.assignee else None,
        "merged_into": ticket.merged_into.number if ticket.merged_into else None,
    }


def as_listed(row: dict[str, Any]) -> dict[str, Any]:
    """Say how a ticket of a list stands, from its plain values."""
    return row | {"assignee": row["assignee__name"], "merged_into": row["merged_into__number"]}


def as_clock(clock: Clock, reading: Reading) -> dict[str, Any]:
    """Say how a clock stands now, whatever the tick has found so far."""
    names = ("uuid", "commitment", "cycle", "level", "started_at", "originally_due_at", "ended_at", "ended_by")
    return {name: getattr(clock, name) for name in names} | {
        "standing": reading.standing.value,
        "due_at": reading.due_at,
        "breached_at": reading.breached_at,
    }


def as_whole_ticket(ticket: Ticket, request: PersonRequest) -> dict[str, Any]:
    """Say how a ticket and its clocks stand."""
    clocks = [as_clock(clock, reading) for clock, reading in queries.readings_of(ticket, at=request.at)]
    return as_ticket(ticket) | {"words": ticket.words, "clocks": clocks}


def as_new_ticket(ticket: Ticket, started: Iterable[Started]) -> dict[str, Any]:
    """Say how a ticket stands whose clocks have just been started, without asking for them again."""
    ordered = sorted(started, key=lambda one: one.clock.commitment)
    clocks = [as_clock(one.clock, one.reading) for one in ordered]
    return as_ticket(ticket) | {"words": ticket.words, "clocks": clocks}


def tag_of(ticket: Ticket) -> str:
    """Return the ETag of a ticket as it stands."""
    return tag(ticket.uuid, ticket.revision)


def _ticket(request: PersonRequest, code: str, number: int) -> Ticket:
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    return queries.get_ticket(request.user, engagement=engagement, number=number, at=request.at)


def _arrival(request: PersonRequest, sent: IntakeIn) -> actions.Arrival:
    return actions.Arrival(
        channel=sent.channel,
        words=sent.words,
        caller=people.get_person(request.user, uuid=sent.caller, at=request.at) if sent.caller else None,
        caller_name=sent.caller_name,
        caller_contact=sent.caller_contact,
        reached_at=sent.reached_at or request.at,
        reference=sent.reference,
        module=sent.module,
    )


@router.post("/intakes", url_name="desk_intakes", response={HTTPStatus.CREATED: IntakeOut})
def receive_intake(request: PersonRequest, code: Path[str], sent: IntakeIn) -> Status[dict[str, Any]]:
    """Write down what reached us; the same reference of the same channel is one intake."""
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    intake = actions.write_down(
        engagement=engagement, arrival=_arrival(request, sent), by=request.user, at=request.at
    )
    return Status(HTTPStatus.CREATED, as_intake(intake))


@router.get("/intakes", url_name="desk_intakes", response=Page[IntakeOut])
def list_intakes(request: PersonRequest, code: Path[str], paging: Query[Paging]) -> dict[str, Any]:
    """List what waits for somebody to decide, the oldest first: all of it to the team, to others their own."""
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    waiting = queries.visible_intakes(request.user, engagement=engagement, at=request.at)
    rows, following = cut(waiting.select_related("ticket"), paging=paging, order=("reached_at", "id"))
    return {"items": [as_intake(row) for row in rows], "next_cursor": following}


@router.post("/tickets", url_name="desk_tickets", response={HTTPStatus.CREATED: TicketWhole})
def open_ticket(
    request: PersonRequest, response: HttpResponse, code: Path[str], sent: TicketIn
) -> Status[dict[str, Any]]:
    """Write down what reached us and open its ticket at once; the same reference answers with the same ticket."""
    person = request.user
    engagement = people.get_engagement(person, code=code, at=request.at)
    heading = actions.Heading(
        kind=sent.kind, level=sent.level, service_code=sent.service_code, title=sent.title, module=sent.module
    )
    arrival = _arrival(request, sent)
    reported = actions.report_ticket(
        engagement=engagement, arrival=arrival, heading=heading, by=person, at=request.at
    )
    ticket, started = reported.ticket, reported.started
    show_tag(response, tag_of(ticket))
    whole = as_new_ticket(ticket, started) if started else as_whole_ticket(ticket, request)
    return Status(HTTPStatus.CREATED, whole)


@router.get("/tickets", url_name="desk_tickets", response=Page[TicketOut])
def list_tickets(
    request: PersonRequest, code: Path[str], filters: Query[TicketFilters], paging: Query[Paging]
) -> dict[str, Any]:
    """List the tickets that the caller may see, the newest first; `q` finds new words a moment later."""
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    asked = filters.model_dump(exclude_none=True, exclude={"q"})
    rows, following = queries.plain_page(
        request.user,
        engagement=engagement,
        asked=asked,
        columns=_LISTED,
        words=filters.q or "",
        paging=paging,
        at=request.at,
    )
    return {"items": [as_listed(row) for row in rows], "next_cursor": following}


@router.get("/tickets/{int:number}", url_name="desk_ticket", response=TicketWhole)
def show_ticket(request: PersonRequest, response: HttpResponse, code: Path[str], number: int) -> dict[str, Any]:
    """Show one ticket with every clock as it stands now."""
    ticket = _ticket(request, code, number)
    show_tag(response, tag_of(ticket))
    return as_whole_ticket(ticket, request)


@router.patch("/tickets/{int:number}", url_name="desk_ticket", response=TicketWhole, openapi_extra=NEEDS_TAG)
def change_level(
    request: PersonRequest, response: HttpResponse, code: Path[str], number: int, sent: LevelIn
) -> dict[str, Any]:
    """Change how grave a fault is; its clocks are retargeted and nobody is given time back."""
    ticket = _ticket(request, code, number)
    expect_tag(request, tag_of(ticket))
    actions.change_level(
        ticket=ticket,
        level=sent.level,
        reason=sent.reason,
        revision=ticket.revision,
        by=request.user,
        at=request.at,
    )
    show_tag(response, tag_of(ticket))
    return as_whole_ticket(ticket, request)


@router.post("/tickets/{int:number}/evidence", url_name="desk_evidence", response={HTTPStatus.CREATED: EvidenceOut})
def record_evidence(request: PersonRequest, code: Path[str], number: int, sent: EvidenceIn) -> Status[Evidence]:
    """Record what keeps a promise; every clock that it keeps stops at the moment it happened."""
    made = actions.record_evidence(
        ticket=_ticket(request, code, number),
        kind=sent.kind,
        happened_at=sent.happened_at,
        words=sent.words,
        plan=sent.plan,
        source=sent.source,
        by=request.user,
        at=request.at,
    )
    return Status(HTTPStatus.CREATED, made)


@router.get("/tickets/{int:number}/evidence", url_name="desk_evidence", response=Page[EvidenceOut])
def list_evidence(request: PersonRequest, code: Path[str], number: int, paging: Query[Paging]) -> dict[str, Any]:
    """List the evidence of a ticket and of those merged into it."""
    found = queries.evidence_of(_ticket(request, code, number))
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": rows, "next_cursor": following}


@router.post("/tickets/{int:number}/notes", url_name="desk_notes", response={HTTPStatus.CREATED: NoteOut})
def add_note(request: PersonRequest, code: Path[str], number: int, sent: NoteIn) -> Status[Note]:
    """Write words on a ticket, for everybody or for the vendor's people only."""
    made = actions.add_note(
        ticket=_ticket(request, code, number),
        audience=sent.audience,
        words=sent.words,
        by=request.user,
        at=request.at,
    )
    return Status(HTTPStatus.CREATED, made)


@router.get("/tickets/{int:number}/notes", url_name="desk_notes", response=Page[NoteOut])
def list_notes(request: PersonRequest, code: Path[str], number: int, paging: Query[Paging]) -> dict[str, Any]:
    """List the notes that the caller may read, the oldest first."""
    found = queries.notes_of(request.user, _ticket(request, code, number), at=request.at)
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": rows, "next_cursor": following}


@router.get("/tickets/{int:number}/clocks/{uuid}/explanation", url_name="desk_explanation", response=ExplanationOut)
def explain_clock(request: PersonRequest, code: Path[str], number: int, uuid: UUID) -> dict[str, Any]:
    """Say line by line how a deadline came out, in the caller's language."""
    clock = queries.get_clock(_ticket(request, code, number), uuid=uuid)
    lines = queries.explain_clock(clock, at=request.at, language=get_language() or "en")
    return {"clock": as_clock(clock, queries.reading_of(clock, at=request.at)), "lines": lines}
