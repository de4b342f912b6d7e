"""How every change to a ticket is made: claimed, checked against the table, written down, told."""

from collections.abc import Sequence
from datetime import datetime

from jishi.live.door import announce
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotAllowed, NotThere, Refusal, Stale
from zhishou.desk.events import TicketChanged
from zhishou.desk.models import Ticket, TicketChange
from zhishou.desk.queries.confirmations import confirmation_of
from zhishou.desk.queries.tickets import visible_tickets
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.words import ALLOWED, ENDED, NoteAudience, TicketState
from zhishou.ledger.actions import record
from zhishou.notify.actions import need_not_read
from zhishou.people.models import Person
from zhishou.people.queries import roles_in
from zhishou.people.rules import Role

MOVING = [
    "state", "tier", "assignee", "level", "parent", "merged_into", "recovered_at", "asked_at", "remind_at",
    "ended_at", "revision",
]  # fmt: skip


class WrongState(Refusal):
    """This ticket does not stand where this can be done. Look at how it stands now."""


class AlreadyEnded(Refusal):
    """This ticket has ended. Reopen it first."""


class NeedsNote(Invalid):
    """Say a few words, at most 4,000 characters: whoever goes on must know."""


def claim(ticket: Ticket, *, revision: int | None) -> None:
    """Lock the ticket's row, read how it stands, and refuse whoever has seen an older state."""
    ticket.refresh_from_db(fields=MOVING, from_queryset=Ticket.objects.select_for_update())
    if revision is not None and revision != ticket.revision:
        raise Stale


def page_of(ticket: Ticket) -> str:
    """Return where a ticket is read."""
    return f"/c/{ticket.engagement.code}/desk/{ticket.number}/"


def move(ticket: Ticket, to: TicketState, *, at: datetime) -> None:
    """Let the ticket stand elsewhere, where the table allows it; the caller writes it down."""
    if to not in ALLOWED[TicketState(ticket.state)]:
        raise WrongState
    if ticket.state == TicketState.RECOVERED and ticket.caller is not None:
        need_not_read(persons=[ticket.caller], kind="desk.recovered", link=page_of(ticket), at=at)
    ticket.state = to
    ticket.ended_at = at if to in ENDED else None
    if to is not TicketState.CLOSED:
        ticket.recovered_at = at if to is TicketState.RECOVERED else None
    asks = to is TicketState.RECOVERED
    ticket.asked_at = at if asks else None
    terms = confirmation_of(ticket, at=at) if asks else None
    ticket.remind_at = terms.next_reminder(asked_at=at, after=at) if terms else None


def still_open(ticket: Ticket) -> None:
    """Refuse work on a ticket that has ended."""
    if TicketState(ticket.state) in ENDED:
        raise AlreadyEnded


def checked_note(words: str) -> str:
    """Return words that somebody else must read."""
    words = words.strip()
    if not words or len(words) > 4000 or "\x00" in words:  # noqa: PLR2004 - the column's size
        raise NeedsNote
    return words


def require_sight(by: Person, ticket: Ticket, roles: frozenset[Role], *, at: datetime) -> frozenset[Role]:
    """Refuse whoever may not see this ticket, or sees it without the right to act."""
    if not visible_tickets(by, engagement=ticket.engagement, at=at).filter(pk=ticket.pk).exists():
        raise NotThere
    held = roles_in(by, ticket.engagement, at=at)
    if not held & roles:
        raise NotAllowed
    return held


def changed(
    ticket: Ticket,
    what: ChangeKind,
    *,
    by: Person | None,
    at: datetime,
    words: str = "",
    subject: str = "",
    audience: NoteAudience = NoteAudience.EVERYBODY,
    fields: Sequence[str] = (),
    payload: dict[str, object] | None = None,
    process: str = "",
    by_name: str = "",
) -> None:
    """Save what moved, write the change into the history and the ledger, and tell whoever listens."""
    ticket.revision += 1
    asked = ("asked_at", "remind_at") if "state" in fields else ()
    ticket.save(update_fields=[*fields, *asked, "revision"])
    TicketChange.objects.create(
        ticket=ticket,
        what=what,
        words=words,
        subject=subject[:120],
        audience=audience,
        by=by,
        by_name=(by.name if by else by_name or process)[:60],
        at=at,
    )
    record(
        what=f"desk.ticket_{what.value}",
        about_kind="ticket",
        about_key=str(ticket.uuid),
        engagement=ticket.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"number": ticket.number, "state": ticket.state, "words": words, "subject": subject}
        | (payload or {}),
        process="" if by else process,
    )
    publish(
        TicketChanged(
            engagement_code=ticket.engagement.code,
            ticket_uuid=str(ticket.uuid),
            number=ticket.number,
            what=what.value,
            state=ticket.state,
            tier=ticket.tier,
            level=ticket.level,
            revision=ticket.revision,
            happened_at=at,
        ),
        at=at,
    )
    announce(audience=f"engagement:{ticket.engagement.uuid}", news="desk")
