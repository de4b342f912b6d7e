"""The explain sheet: every clock of a ticket, line by line, for a dispute on paper."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jishi.calendars.door import Duration
from jishi.pages.door import PageRequest
from zhishou.desk import queries
from zhishou.desk.models import Clock, ClockEvent
from zhishou.desk.queries.explanation import event_name
from zhishou.desk.rules.words import TicketKind
from zhishou.desk.web import proposals, rows
from zhishou.desk.web.looks import enter
from zhishou.desk.web.rows import ClockRow


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event of a clock: when it took effect, when it was recorded, and what for."""

    name: str
    effective_at: datetime
    recorded_at: datetime
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSheet:
    """One clock with its lines and its events."""

    row: ClockRow
    policy: int
    calendar: int
    events: tuple[EventRow, ...]


@require_safe
def explain(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Show how every deadline of a ticket came out, ready to be printed."""
    look = enter(request, engagement_code)
    one = queries.get_ticket(look.person, engagement=look.engagement, number=number, at=look.at)
    clocks = sorted(
        queries.clocks_of(one).prefetch_related("events__evidence", "events__by"),
        key=lambda clock: (rows.ORDER.index(clock.commitment), clock.cycle),  # type: ignore[arg-type]
    )
    shown = {
        "look": look,
        "ticket": one,
        "row": rows.ticket_row(one, language=look.language),
        "clocks": [_sheet(clock, at=look.at, language=look.language) for clock in clocks],
        "evidence": rows.evidence_rows(queries.evidence_of(one), look.language, of=TicketKind(one.kind))[::-1],
        "proposals": proposals.proposal_rows(look, queries.proposals_of(one)),
    }
    return render(request, "desk/explain.html", shown)


def _sheet(clock: Clock, *, at: datetime, language: str) -> ClockSheet:
    return ClockSheet(
        row=rows.clock_row(clock, at=at, language=language, explained=True),
        policy=clock.policy_version.number,
        calendar=clock.calendar_version.number,
        events=tuple(_event(event, language) for event in clock.events.all()),
    )


def _event(event: ClockEvent, language: str) -> EventRow:
    why = queries.reason_words(event.reason, language) if event.reason else ""
    if event.within:
        why = f"{Duration.parse(event.within).words(language)} · {why}"
    if event.evidence is not None:
        why = f"{rows.evidence_name(event.evidence)} · {event.evidence.by_name}"
    return EventRow(
        name=event_name(event, language),
        effective_at=event.effective_at,
        recorded_at=event.recorded_at,
        why=why,
        by=event.by.name if event.by else _("the platform"),
    )
