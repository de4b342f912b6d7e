"""Tickets and intakes that somebody may see."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from jishi.refusals.door import NotThere
from zhishou.desk.models import Intake, Ticket
from zhishou.desk.rules.words import SEES_ALL, WORKS, IntakeState
from zhishou.duty.queries import on_watch
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import persons_with_role, require_role, roles_in
from zhishou.people.rules import Role, Tier


def visible_tickets(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Ticket]:
    """Return the contract's tickets that the viewer may see: all, or those he called in or filed."""
    held = roles_in(viewer, engagement, at=at)
    if not held:
        raise NotThere
    tickets = Ticket.objects.filter(engagement=engagement)
    if held & SEES_ALL:
        return tickets
    # Whoever called about a ticket that others had reported before follows it as well.
    joined = Intake.objects.filter(engagement=engagement, caller=viewer, ticket__isnull=False).values("ticket")
    return tickets.filter(Q(caller=viewer) | Q(filer=viewer) | Q(pk__in=joined))


def tickets_by(
    viewer: Person, *, engagement: Engagement, asked: Mapping[str, object], at: datetime
) -> QuerySet[Ticket]:
    """Return the visible tickets whose fields are as asked; `assignee` is a person's uuid."""
    fields = {"assignee__uuid" if name == "assignee" else name: value for name, value in asked.items()}
    found = visible_tickets(viewer, engagement=engagement, at=at).filter(**fields)
    return found.select_related("assignee", "merged_into")


def get_ticket(viewer: Person, *, engagement: Engagement, number: int, at: datetime) -> Ticket:
    """Return one ticket; another's and one that does not exist look the same."""
    found = (
        visible_tickets(viewer, engagement=engagement, at=at)
        .select_related("engagement", "caller", "assignee", "merged_into")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotThere
    return found


def ticket_numbered(*, engagement: Engagement, number: int) -> Ticket | None:
    """Return a ticket for the operator at the console."""
    return Ticket.objects.filter(engagement=engagement, number=number).select_related("engagement").first()


def tickets_numbered(*, number: int, code: str = "") -> QuerySet[Ticket]:
    """Return what has a number, in one contract or in each; for the console of the operator."""
    found = Ticket.objects.filter(number=number).select_related("engagement").order_by("engagement__code")
    return found.filter(engagement__code=code) if code else found


def ticket_of_event(*, uuid: str) -> Ticket | None:
    """Return the ticket that an event is about; None where it is gone."""
    return Ticket.objects.filter(uuid=uuid).select_related("engagement").first()


def holders(ticket: Ticket, *, at: datetime) -> list[Person]:
    """Return who must hear about a ticket: whoever has it in hand, or is on watch for its tier, or is of it."""
    if ticket.assignee is not None:
        return [ticket.assignee]
    person = on_watch(ticket.engagement, Tier(ticket.tier), at)
    if person is not None:
        return [person]
    return list(persons_with_role(ticket.engagement, [Role(ticket.tier)], at=at))


def waiting_intakes(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Intake]:
    """Return what has reached us and waits for somebody to decide, the oldest first."""
    require_role(viewer, engagement, WORKS, at=at)
    return Intake.objects.filter(engagement=engagement, state=IntakeState.WAITING).order_by("reached_at", "id")


def visible_intakes(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[Intake]:
    """Return what waits: to those who work on it all of it, to everybody else what he called in or sent."""
    held = roles_in(viewer, engagement, at=at)
    if not held:
        raise NotThere
    waiting = Intake.objects.filter(engagement=engagement, state=IntakeState.WAITING)
    return waiting if held & WORKS else waiting.filter(Q(caller=viewer) | Q(by=viewer))


def get_intake(viewer: Person, *, engagement: Engagement, uuid: str, at: datetime) -> Intake:
    """Return one intake of the contract to those who work on it."""
    require_role(viewer, engagement, WORKS, at=at)
    found = Intake.objects.filter(engagement=engagement, uuid=uuid).first()
    if found is None:
        raise NotThere
    return found
