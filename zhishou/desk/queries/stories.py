"""What has happened to a ticket, in order: for its page."""

from dataclasses import dataclass
from datetime import datetime

from zhishou.desk.models import ClockEvent, Ticket
from zhishou.desk.rules.clocks import EventKind
from zhishou.desk.rules.words import NoteAudience


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened; `about` names its kind more closely: a channel, a tier, a commitment."""

    what: str
    about: str
    at: datetime
    by: str
    words: str


TOLD = (EventKind.PAUSE, EventKind.RESUME, EventKind.EXTEND, EventKind.BREACH, EventKind.RETARGET)


def story_of(ticket: Ticket, *, internal: bool) -> list[Happening]:
    """Return everything that happened to a ticket the caller may see, the newest first.

    `internal` adds what only the vendor's people may read.
    """
    story = [
        *_intakes(ticket),
        *_holds(ticket, internal=internal),
        *_evidence(ticket),
        *_clock_events(ticket),
        *_notes(ticket, internal=internal),
    ]
    return sorted(story, key=lambda one: one.at, reverse=True)


def _intakes(ticket: Ticket) -> list[Happening]:
    return [
        Happening(what="reached", about=one.channel, at=one.reached_at, by=one.caller_name, words=one.words)
        for one in ticket.intakes.all()
    ]


def _holds(ticket: Ticket, *, internal: bool) -> list[Happening]:
    holds = ticket.tier_holds.select_related("by")
    return [
        Happening(
            what="handed_over" if number else "opened",
            about=hold.tier,
            at=hold.since if number else ticket.opened_at,
            by=hold.by.name if hold.by else "",
            words=hold.note if internal else "",
        )
        for number, hold in enumerate(holds)
    ]


def _evidence(ticket: Ticket) -> list[Happening]:
    return [
        Happening(what="evidence", about=one.kind, at=one.happened_at, by=one.by_name, words=one.words)
        for one in ticket.evidence.all()
    ]


def _notes(ticket: Ticket, *, internal: bool) -> list[Happening]:
    return [
        Happening(what="note", about=one.audience, at=one.at, by=one.by_name, words=one.words)
        for one in ticket.notes.all()
        if internal or one.audience == NoteAudience.EVERYBODY
    ]


def _clock_events(ticket: Ticket) -> list[Happening]:
    """Return what happened to the clocks; one act that touched several is told once."""
    found: dict[tuple[str, datetime, str], Happening] = {}
    events = ClockEvent.objects.filter(clock__ticket=ticket, kind__in=TOLD).select_related("clock", "by")
    for event in events:
        is_breach = event.kind == EventKind.BREACH
        about = event.clock.commitment if is_breach else ""
        key = (event.kind, event.effective_at, about)
        # A cycle that follows a change of level repeats its pauses: they keep their moment, and are told once.
        found.setdefault(
            key,
            Happening(
                what=event.kind,
                about=about,
                at=event.effective_at,
                by=event.by.name if event.by else "",
                words=event.reason,
            ),
        )
    return list(found.values())
