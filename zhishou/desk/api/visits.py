"""Visits over HTTP: ordered, listed, called off, and everything that an engineer does on one."""

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from http import HTTPStatus
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Path, Query, Router, Schema, Status

from jishi.api.door import Moment, Page, Paging, Plain, Whole, cut, keep_refusal
from zhishou.desk import actions, queries
from zhishou.desk.api.endpoints import at_the_door
from zhishou.desk.models import Ticket, Visit
from zhishou.desk.queries.visits import wanted_visits
from zhishou.desk.rules.visits import ActKind, VisitReason
from zhishou.people import queries as people
from zhishou.people.models import Person
from zhishou.people.queries.requests import PersonRequest

router = Router(tags=["desk"])


def at_the_visit(view: Callable[..., Any]) -> Callable[..., Any]:
    """Turn away whoever may not see the visit before anything that he sent is read."""

    @wraps(view)
    def entered(request: PersonRequest, *args: Any, **values: Any) -> Any:
        if "uuid" in values and isinstance(request.user, Person):
            _visit(request, values["code"], UUID(str(values["uuid"])))
        return view(request, *args, **values)

    return entered


router.add_decorator(at_the_visit, mode="view")
router.add_decorator(at_the_door, mode="view")


class OrderIn(Schema):
    engineer: UUID = Field(description="Who goes: an engineer of the service team.")
    reason: VisitReason
    key_user: UUID | None = Field(None, description="Whom a key-user visit is for; left out of all others.")
    destination: Plain = Field(min_length=1, max_length=200)
    task: Plain = Field("", max_length=500)
    planned_for: Moment | None = Field(None, description="At once where it is left out.")


class CancelIn(Schema):
    reason: Plain = Field(min_length=1, max_length=200)


class ActIn(Schema):
    """One act; what belongs to another kind of act is not looked at."""

    uuid: UUID = Field(description="Made by the device; the same twice is one act.")
    kind: Literal["depart", "check_in", "report", "sign", "unsigned", "leave"]
    device_at: Moment | None = Field(None, description="When it was done, by the device's own clock.")
    sent_at: Moment | None = Field(None, description="When it is sent, by the same clock, right or wrong.")
    words: Plain = Field("", max_length=8000, description="The work of a report; why nobody signed.")
    parts: Plain = Field("", max_length=2000)
    place: Plain = Field("", max_length=200)
    latitude: Decimal | None = Field(None, ge=-90, le=90, decimal_places=6)
    longitude: Decimal | None = Field(None, ge=-180, le=180, decimal_places=6)
    accuracy_m: Whole | None = Field(None, ge=0, le=1_000_000)
    code: str = Field("", pattern=r"^(\d{6})?$", description="The code that the client's desk shows.")
    signer_name: Plain = Field("", max_length=60)
    signer_role: Plain = Field("", max_length=60)
    strokes: list[list[list[Whole]]] = Field(
        [], max_length=200, description="Strokes of points x (0 to 1000), y (0 to 400)."
    )


class ActOut(Schema):
    uuid: UUID
    kind: str
    device_at: Moment | None
    happened_at: Moment = Field(description="The moment that counts.")
    received_at: Moment
    is_too_old: bool = Field(description="Told so late that it counts from receipt.")
    words: str
    by_name: str


class VisitOut(Schema):
    uuid: UUID
    ticket: int
    state: str
    reason: str
    engineer: str
    key_user: str | None
    destination: str
    task: str
    planned_for: Moment
    ordered_at: Moment
    departed_at: Moment | None
    arrived_at: Moment | None
    left_at: Moment | None
    cancelled_at: Moment | None
    check_in_way: str
    place: str
    work_done: str
    parts: str
    unsigned_reason: str
    cancel_reason: str


class SignatureOut(Schema):
    signer_name: str
    signer_role: str
    signed_at: Moment
    strokes: list[list[list[int]]]
    digest: str


class VisitWhole(VisitOut):
    acts: list[ActOut]
    signature: SignatureOut | None


class VisitFilters(Schema):
    which: Literal["mine", "planned", "over"] = "planned"


def as_visit(visit: Visit) -> dict[str, Any]:
    """Say how a visit stands."""
    names = [name for name in VisitOut.model_fields if name not in {"ticket", "engineer", "key_user"}]
    return {name: getattr(visit, name) for name in names} | {
        "ticket": visit.ticket.number,
        "engineer": visit.engineer.name,
        "key_user": visit.key_user.name if visit.key_user else None,
    }


def as_whole_visit(visit: Visit) -> dict[str, Any]:
    """Say how a visit stands, what happened on it, and who signed."""
    return as_visit(visit) | {"acts": list(visit.acts.all()), "signature": queries.signature_of(visit)}


def _ticket(request: PersonRequest, code: str, number: int) -> Ticket:
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    return queries.get_ticket(request.user, engagement=engagement, number=number, at=request.at)


def _visit(request: PersonRequest, code: str, uuid: UUID) -> Visit:
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    return queries.get_visit(request.user, engagement=engagement, uuid=uuid, at=request.at)


@router.post("/tickets/{int:number}/visits", url_name="desk_ticket_visits", response={HTTPStatus.CREATED: VisitOut})
def order_visit(request: PersonRequest, code: Path[str], number: int, sent: OrderIn) -> Status[dict[str, Any]]:
    """Send somebody to the client: that decides to go, and a key user's visit draws on the quota."""
    by, at = request.user, request.at
    made = actions.order_visit(
        ticket=_ticket(request, code, number),
        engineer=people.get_person(by, uuid=sent.engineer, at=at),
        reason=sent.reason,
        key_user=people.get_person(by, uuid=sent.key_user, at=at) if sent.key_user else None,
        destination=sent.destination,
        task=sent.task,
        planned_for=sent.planned_for,
        by=by,
        at=at,
    )
    return Status(HTTPStatus.CREATED, as_visit(made))


@router.get("/tickets/{int:number}/visits", url_name="desk_ticket_visits", response=Page[VisitOut])
def list_visits_of_ticket(
    request: PersonRequest, code: Path[str], number: int, paging: Query[Paging]
) -> dict[str, Any]:
    """List the visits for a ticket and for those merged into it, the oldest first."""
    found = queries.visits_of(_ticket(request, code, number))
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": [as_visit(row) for row in rows], "next_cursor": following}


@router.get("/visits", url_name="desk_visits", response=Page[VisitOut])
def list_visits(
    request: PersonRequest, code: Path[str], filters: Query[VisitFilters], paging: Query[Paging]
) -> dict[str, Any]:
    """List visits for the tickets that the caller may see: his own open ones, all open ones, or what is over."""
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    found = wanted_visits(request.user, engagement=engagement, which=filters.which, at=request.at)
    rows, following = cut(found, paging=paging, order=("id",))
    return {"items": [as_visit(row) for row in rows], "next_cursor": following}


@router.get("/visits/{uuid}", url_name="desk_visit", response=VisitWhole)
def show_visit(request: PersonRequest, code: Path[str], uuid: UUID) -> dict[str, Any]:
    """Show one visit with everything that happened on it."""
    return as_whole_visit(_visit(request, code, uuid))


@router.post("/visits/{uuid}/acts", url_name="desk_visit_acts", response={HTTPStatus.CREATED: VisitWhole})
def take_act(request: PersonRequest, code: Path[str], uuid: UUID, sent: ActIn) -> Status[dict[str, Any]]:
    """Take what the engineer did, once, at the moment that counts: connected, or sent later."""
    keep_refusal(request)  # a wrong code counts, under an idempotency key too
    told = actions.Told(**sent.model_dump(exclude={"kind"}), kind=ActKind(sent.kind))
    actions.take_act(visit=_visit(request, code, uuid), told=told, by=request.user, at=request.at)
    return Status(HTTPStatus.CREATED, as_whole_visit(_visit(request, code, uuid)))


@router.post("/visits/{uuid}/cancel", url_name="desk_visit_cancel", response=VisitOut)
def cancel_visit(request: PersonRequest, code: Path[str], uuid: UUID, sent: CancelIn) -> dict[str, Any]:
    """Call a visit off before anybody has arrived; what it would have drawn on is given back."""
    visit = _visit(request, code, uuid)
    actions.cancel_visit(visit=visit, reason=sent.reason, by=request.user, at=request.at)
    return as_visit(visit)
