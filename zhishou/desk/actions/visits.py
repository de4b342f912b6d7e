"""Somebody is sent to the client, or no longer; what happens on the way is in `on_site`."""

import contextlib
import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from zhishou.contracts.actions import release, reserve
from zhishou.contracts.actions.entitlements import ReservationIsOver
from zhishou.contracts.models import Reservation
from zhishou.contracts.rules import ServiceCode
from zhishou.desk.actions.changing import claim, still_open
from zhishou.desk.actions.clocks import checked_reason, decide_to_go
from zhishou.desk.events import VisitMoved
from zhishou.desk.models import Ticket, Visit, VisitAct
from zhishou.desk.queries.choices import may_decide_to_go
from zhishou.desk.queries.visits import drawn_on, engineers, key_users
from zhishou.desk.rules.visits import ALLOWED, ActKind, VisitReason, VisitState, When, fits
from zhishou.desk.rules.words import WORKS
from zhishou.ledger.actions import record
from zhishou.notify.actions import tell
from zhishou.notify.rules import Message, Urgency
from zhishou.people.models import Person
from zhishou.people.queries import require_role


class NotAnEngineer(Invalid):
    """Only an engineer of the service team of this contract can be sent to the client."""


class NoKeyUser(Invalid):
    """Name the key user who is visited: one of the leaders of this contract. Other visits name none."""


class ForKeyUsersOnly(Invalid):
    """A ticket of service code 030104 is for key users: the visit is a key-user visit."""


class NeedsDestination(Invalid):
    """Say where to go and whom to ask for, in at most 200 characters."""


class TaskTooLong(Invalid):
    """Say in at most 500 characters what is to be done."""


class OnTheWayAlready(Refusal):
    """This engineer has an open visit for this ticket already."""


class VisitStandsElsewhere(Refusal):
    """This visit does not stand where this can be done. Look at how it stands now."""


@transaction.atomic
def order_visit(
    *,
    ticket: Ticket,
    engineer: Person,
    reason: VisitReason,
    key_user: Person | None = None,
    destination: str,
    task: str = "",
    planned_for: datetime | None = None,
    by: Person,
    at: datetime,
) -> Visit:
    """Send somebody to the client: that decides to go, and a key user's visit is set aside from the quota."""
    require_role(by, ticket.engagement, WORKS, at=at)
    claim(ticket, revision=None)
    still_open(ticket)
    _check(ticket, engineer=engineer, reason=reason, key_user=key_user, at=at)
    visit = Visit(
        ticket=ticket,
        engineer=engineer,
        reason=reason,
        key_user=key_user,
        state=VisitState.ORDERED,
        destination=_checked(destination),
        task=_task(task),
        planned_for=max(planned_for or at, at),
        ordered_at=at,
        ordered_by=by,
    )
    if reason is VisitReason.KEY_USER:
        visit.reservation = set_aside(visit, by=by, at=at)
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError as error:
        raise OnTheWayAlready from error
    if may_decide_to_go(ticket):
        decide_to_go(ticket=ticket, by=by, at=at)
    write_down(visit, ActKind.ORDER, when=now(at), words=visit.task, by=by, at=at)
    _tell_engineer(visit, kind="desk.visit_ordered", by=by, words=visit.task, at=at)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: Person, at: datetime) -> Visit:
    """Call a visit off before anybody has arrived; what it would have drawn on is given back."""
    require_role(by, visit.ticket.engagement, WORKS, at=at)
    reason = checked_reason(reason)
    lock(visit)
    go_on(visit, VisitState.CANCELLED)
    visit.cancelled_at, visit.cancel_reason = at, reason
    visit.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    if visit.reservation is not None:
        with contextlib.suppress(ReservationIsOver):  # given back on the contract's own page already
            release(reservation=visit.reservation, reason=reason[:200], by=by, at=at)
    write_down(visit, ActKind.CANCEL, when=now(at), words=reason, by=by, at=at)
    _tell_engineer(visit, kind="desk.visit_cancelled", by=by, words=reason, at=at)
    return visit


def _check(ticket: Ticket, *, engineer: Person, reason: VisitReason, key_user: Person | None, at: datetime) -> None:
    if not engineers(ticket.engagement, at=at).filter(pk=engineer.pk).exists():
        raise NotAnEngineer
    if not fits(reason, service_code=ServiceCode(ticket.service_code)):
        raise ForKeyUsersOnly
    if (reason is VisitReason.KEY_USER) != (key_user is not None):
        raise NoKeyUser
    if key_user is not None and not key_users(ticket.engagement, at=at).filter(pk=key_user.pk).exists():
        raise NoKeyUser


def _checked(destination: str) -> str:
    destination = " ".join(destination.split())
    if not destination or len(destination) > 200 or "\x00" in destination:  # noqa: PLR2004 - the column's size
        raise NeedsDestination
    return destination


def _task(task: str) -> str:
    task = task.strip()
    if len(task) > 500 or "\x00" in task:  # noqa: PLR2004 - the column's size
        raise TaskTooLong
    return task


def set_aside(visit: Visit, *, by: Person, at: datetime) -> Reservation | None:
    """Reserve one visit of the quota; a contract without one limits nothing."""
    quota = drawn_on(by, engagement=visit.ticket.engagement, at=at)
    if quota is None:
        return None
    assert visit.key_user is not None  # noqa: S101 - checked before
    return reserve(
        account=quota.account,
        quantity=1,
        purpose=f"#{visit.ticket.number} {visit.key_user.name} {visit.destination}"[:200],
        by=by,
        at=at,
        about_kind="visit",
        about_key=str(visit.uuid),
    )


def now(at: datetime) -> When:
    """Return the moment of what is told as it happens."""
    return When(was_at=at, counts_at=at, is_too_old=False)


def lock(visit: Visit) -> None:
    """Lock the visit's row and read how it stands."""
    visit.refresh_from_db(from_queryset=Visit.objects.select_for_update(of=("self",)))


def go_on(visit: Visit, to: VisitState) -> None:
    """Let the visit stand elsewhere, where the table allows it."""
    if to not in ALLOWED[VisitState(visit.state)]:
        raise VisitStandsElsewhere
    visit.state = to


def write_down(
    visit: Visit,
    kind: ActKind,
    *,
    when: When,
    by: Person,
    at: datetime,
    words: str = "",
    key: uuid.UUID | None = None,
    device_at: datetime | None = None,
    payload: dict[str, object] | None = None,
) -> VisitAct:
    """Keep what happened, file it as evidence, and tell whoever listens."""
    act = VisitAct.objects.create(
        uuid=key or uuid.uuid4(),
        visit=visit,
        kind=kind,
        device_at=device_at,
        happened_at=when.counts_at,
        received_at=at,
        is_too_old=when.is_too_old,
        words=words,
        by=by,
        by_name=by.name,
    )
    ticket = visit.ticket
    facts = {
        "visit": str(visit.uuid),
        "state": visit.state,
        "engineer": str(visit.engineer.uuid),
        "words": words,
        "device_at": device_at.isoformat() if device_at else "",
        "told_too_late": when.is_too_old,
    }
    record(
        what=f"desk.visit_{kind.value}",
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=by,
        happened_at=when.counts_at,
        at=at,
        payload=facts | {"number": ticket.number} | (payload or {}),
    )
    publish(
        VisitMoved(
            engagement_code=ticket.engagement.code,
            ticket_uuid=str(ticket.uuid),
            visit_uuid=str(visit.uuid),
            what=kind.value,
            state=visit.state,
            happened_at=when.counts_at,
        ),
        at=at,
    )
    announce(audience=f"engagement:{ticket.engagement.uuid}", news="desk")
    return act


def _tell_engineer(visit: Visit, *, kind: str, by: Person, words: str, at: datetime) -> None:
    if visit.engineer_id == by.pk:
        return
    ticket = visit.ticket
    emergency = visit.reason == VisitReason.EMERGENCY
    message = Message(
        kind=kind,
        words={
            "number": ticket.number,
            "title": ticket.title,
            "name": by.name,
            "place": visit.destination,
            "words": words,
        },
        urgency=Urgency.PAGE if emergency else Urgency.PROMPT,
        link=f"/c/{ticket.engagement.code}/desk/visits/{visit.uuid}/",
        dedup_key=f"{kind}:{visit.uuid}",
        engagement_code=ticket.engagement.code,
    )
    tell(to=[visit.engineer], message=message, at=at)
