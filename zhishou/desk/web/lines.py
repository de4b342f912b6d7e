"""Tickets as the lines of the console: said in full here, since fifty of them are drawn at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from zhishou.desk.web.looks import Look
from zhishou.desk.web.rows import TicketRow
from zhishou.desk.web.words import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ticket in the console's list."""

    number: int
    url: str
    heading: str
    choice: str  # what is sent when it is chosen
    choose: str
    beneath: str
    reached_at: datetime
    level: Mark
    state: Mark
    due_at: datetime | None
    due_name: str
    standing: Mark | None
    late: Mark | None  # others wait that are late, while the next is not
    tier: str
    assignee: str


def line(row: TicketRow, *, look: Look) -> Line:
    """Return a ticket's row as a line."""
    return Line(
        number=row.number,
        url=reverse("desk:ticket", kwargs={"engagement_code": look.engagement.code, "number": row.number}),
        heading=f"#{row.number} {row.title}",
        choice=f"{row.number}:{row.revision}",
        choose=gettext("Choose number %(number)s") % {"number": row.number},
        beneath=f"{row.caller} · {row.kind}",
        reached_at=row.reached_at,
        level=row.level,
        state=row.state,
        due_at=row.due_at,
        due_name=row.due_name,
        standing=row.standing,
        late=row.also_late,
        tier=row.tier,
        assignee=row.assignee or "—",
    )
