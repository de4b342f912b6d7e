"""Under what people know what the desk recorded evidence about: the ticket's number and title."""

from collections.abc import Collection
from uuid import UUID

from zhishou.desk.models import Intake, Ticket, Visit


def tickets_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return what tickets of a contract are called."""
    found = Ticket.objects.filter(engagement=engagement_id, uuid__in=uuids).values_list("uuid", "number", "title")
    return {uuid: _spoken(number, title) for uuid, number, title in found}


def intakes_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return the tickets that intakes of a contract became, or who called."""
    found = Intake.objects.filter(engagement=engagement_id, uuid__in=uuids).values_list(
        "uuid", "ticket__number", "ticket__title", "caller_name"
    )
    return {uuid: _spoken(number, title) if number else name for uuid, number, title, name in found}


def visits_spoken(engagement_id: int, uuids: Collection[UUID]) -> dict[UUID, str]:
    """Return the tickets that visits of a contract belong to."""
    found = Visit.objects.filter(ticket__engagement=engagement_id, uuid__in=uuids).values_list(
        "uuid", "ticket__number", "ticket__title"
    )
    return {uuid: _spoken(number, title) for uuid, number, title in found}


def _spoken(number: int, title: str) -> str:
    return f"#{number} {title}"
