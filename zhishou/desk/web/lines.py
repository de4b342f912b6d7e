"""Tickets as the lines of the console: said in full here, since fifty of them are drawn at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from jishi.pages.door import Stencil, drawn_countdown, drawn_moment, marked
from zhishou.desk.web.looks import Look
from zhishou.desk.web.rows import TicketRow
from zhishou.desk.web.words import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ticket in the console's list."""

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


_ROW: Final = Stencil(
    "desk/parts/console_row.html",
    *("choice", "choose", "url", "heading", "beneath", "reached", "level", "state", "due_name", "standing"),
    *("countdown", "late", "tier", "assignee"),
)


def drawn(line: Line, *, may_choose: bool, at: datetime) -> SafeString:
    """Return a line as the row of the list."""
    has_late = line.late is not None
    sheet = _ROW.cut(may_choose=may_choose, has_due=line.due_at is not None, has_late=has_late)
    return sheet.draw(
        {
            "choice": line.choice,
            "choose": line.choose,
            "url": line.url,
            "heading": line.heading,
            "beneath": line.beneath,
            "reached": drawn_moment(line.reached_at, at=at),
            "level": marked(line.level),
            "state": marked(line.state),
            "due_name": line.due_name,
            "standing": marked(line.standing) if line.standing else "",
            "countdown": drawn_countdown(line.due_at, at=at) if line.due_at else "",
            "late": marked(line.late) if line.late else "",
            "tier": line.tier,
            "assignee": line.assignee,
        }
    )
