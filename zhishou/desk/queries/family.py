"""Tickets that belong to one: above it, below it, beside it, inside it."""

from dataclasses import dataclass
from datetime import datetime

from zhishou.desk.models import Ticket
from zhishou.desk.queries.history import linked_tickets
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The tickets around one, as far as the viewer may see them."""

    parent: Ticket | None
    children: tuple[Ticket, ...]
    linked: tuple[Ticket, ...]
    merged: tuple[Ticket, ...]


def family_of(viewer: Person, ticket: Ticket, *, at: datetime) -> Family:
    """Return the family of a ticket that the viewer has been allowed to see."""
    seen = visible_tickets(viewer, engagement=ticket.engagement, at=at).order_by("number")
    return Family(
        parent=seen.filter(pk=ticket.parent_id).first() if ticket.parent_id else None,
        children=tuple(seen.filter(parent=ticket)),
        linked=tuple(linked_tickets(viewer, ticket, at=at)),
        merged=tuple(seen.filter(merged_into=ticket)),
    )
