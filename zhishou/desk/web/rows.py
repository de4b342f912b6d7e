"""A ticket and its clocks as ready rows for templates, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jishi.refusals.door import listed
from zhishou.contracts.rules import COMMITMENT_NAMES, SERVICE_NAMES, Commitment, ServiceCode, say
from zhishou.desk import queries
from zhishou.desk.models import Clock, Evidence, Ticket
from zhishou.desk.queries.clocks import counts_on
from zhishou.desk.queries.dues import Due
from zhishou.desk.queries.history import who
from zhishou.desk.rules.clocks import EventKind, Reading
from zhishou.desk.rules.modules import module_name
from zhishou.desk.rules.words import CARRIED_BY, MENDED, STOPPED_BY, EvidenceKind, TicketKind, TicketState
from zhishou.desk.web.lengths import gist, spell
from zhishou.desk.web.words import EVIDENCE, KINDS, STANDINGS, Mark, level_mark, state_mark
from zhishou.people.models import ROLE_NAMES, Person
from zhishou.people.rules import Role

ORDER: Final = list(Commitment)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """One clock as a card."""

    uuid: UUID
    name: str
    within: str
    cycle: int
    mark: Mark
    reading: Reading
    runs: bool  # neither ended nor resting
    percent: int
    used: str
    rested: str
    ended: str  # what ended it, in words
    late_by: str
    moved: bool  # the deadline is no longer the first one
    lines: tuple[str, ...] = ()  # how it came out, line by line, where somebody wants to know


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRow:
    """A ticket in a list or at the head of its page."""

    number: int
    revision: int
    title: str
    level: Mark
    state: Mark
    kind: str
    service: str
    module: str
    tier: str
    assignee: str
    caller: str
    reached_at: datetime
    due_at: datetime | None
    due_name: str
    standing: Mark | None
    late: int  # commitments that still wait though they are late
    is_mended: bool  # something was broken and works again in the end
    claimed_since: datetime | None = None  # since when it is said to work, while the client has not answered

    @property
    def also_late(self) -> Mark | None:
        """Say that others wait that are late, where the next one is not."""
        if not self.late or self.standing is None or self.standing.kind == "danger":
            return None
        words = ngettext("%(count)s late", "%(count)s late", self.late) % {"count": self.late}
        return Mark(kind="danger", icon="alert-octagon", text=words)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One piece of evidence."""

    uuid: UUID
    mark: Mark
    happened_at: datetime
    recorded_at: datetime
    was_late: bool
    words: str
    gist: str  # what very long words begin with
    plan: str
    by: str
    keeps: str


def clock_rows(
    ticket: Ticket, *, at: datetime, language: str, explained: bool = False
) -> tuple[list[ClockRow], list[ClockRow]]:
    """Return the cycle of each commitment that counts now, and the earlier ones."""
    clocks = queries.clocks_of(ticket).prefetch_related("events__evidence")
    rows = sorted(clocks, key=lambda clock: (ORDER.index(Commitment(clock.commitment)), -clock.cycle))
    now: list[ClockRow] = []
    before: list[ClockRow] = []
    seen: set[str] = set()
    for clock in rows:
        row = clock_row(clock, at=at, language=language, explained=explained)
        (before if clock.commitment in seen else now).append(row)
        seen.add(clock.commitment)
    return now, before


def clock_row(clock: Clock, *, at: datetime, language: str, explained: bool = False) -> ClockRow:
    """Return one clock as it stands, folded from its events."""
    reading = queries.reading_of(clock, at=at)
    runs = reading.ended_at is None and reading.paused_since is None and reading.claimed_at is None
    late = _late(reading, at=at)
    percent = 100 if not reading.budget else min(100, round(100 * (reading.consumed / reading.budget)))
    return ClockRow(
        uuid=clock.uuid,
        name=commitment_name(clock.commitment, language),
        within=queries.terms_of(clock).within.words(language),
        cycle=clock.cycle,
        mark=STANDINGS[reading.standing],
        reading=reading,
        runs=runs,
        percent=percent,
        used=spell(reading.consumed, language),
        rested=spell(reading.paused, language) if reading.paused else "",
        ended=_ended(clock, reading, language=language),
        late_by=spell(late, language) if late else "",
        moved=reading.due_at is not None and reading.due_at != reading.originally_due_at,
        lines=tuple(queries.explain_clock(clock, at=at, language=language)) if explained else (),
    )


def _late(reading: Reading, *, at: datetime) -> timedelta | None:
    if reading.breached_at is None:
        return None
    return max((reading.ended_at or at) - reading.breached_at, timedelta(0))


def _ended(clock: Clock, reading: Reading, *, language: str) -> str:
    if reading.ended_by is EventKind.RETARGET:
        if counts_on(clock):
            return _("Level changed; the next cycle counts on")
        return _("Level changed; it counts anew once it is decided to go")
    stop = next((event for event in clock.events.all() if event.kind == EventKind.STOP), None)
    if stop is not None and stop.evidence is not None:
        return evidence_name(stop.evidence)
    void = next((event for event in clock.events.all() if event.kind == EventKind.VOID), None)
    return queries.reason_words(void.reason, language) if void is not None else ""


def commitment_name(commitment: str, language: str) -> str:
    """Name a commitment; a name begins with a capital in English."""
    name = say(COMMITMENT_NAMES[Commitment(commitment)], language)
    return name[:1].upper() + name[1:]


def ticket_row(ticket: Ticket, *, language: str, due: Due | None = None, late: int = 0) -> TicketRow:
    """Return a ticket as a row; `due` is what is late first."""
    return TicketRow(
        number=ticket.number,
        revision=ticket.revision,
        title=ticket.title,
        level=level_mark(ticket.level, language),
        state=state_mark(TicketState(ticket.state), TicketKind(ticket.kind)),
        kind=str(KINDS[TicketKind(ticket.kind)]),
        service=service_name(ticket.service_code, language),
        module=module_name(ticket.module, language),
        tier=tier_name(ticket.tier),
        assignee=ticket.assignee.name if ticket.assignee else "",
        caller=ticket.caller_name,
        reached_at=ticket.reached_at,
        due_at=due.due_at if due else None,
        due_name=commitment_name(due.commitment, language) if due else "",
        standing=STANDINGS[due.standing] if due else None,
        late=late,
        is_mended=ticket.kind in MENDED,
        claimed_since=ticket.recovered_at if ticket.state == TicketState.RECOVERED else None,
    )


def service_name(code: str, language: str) -> str:
    """Name one of the eleven codes."""
    return f"{code} {say(SERVICE_NAMES[ServiceCode(code)], language)}"


def tier_name(tier: str) -> str:
    """Name a tier; it is staffed by the role of the same name."""
    return str(ROLE_NAMES[Role(tier)])


def keeps(kind: EvidenceKind, language: str, *, of: TicketKind) -> str:
    """Name the commitments that this evidence keeps on a ticket of a kind."""
    return listed(
        commitment_name(one, language) for one in ORDER if one in CARRIED_BY[of] and kind in STOPPED_BY[one]
    )


def evidence_rows(found: Iterable[Evidence], language: str, *, of: TicketKind) -> list[EvidenceRow]:
    """Return the evidence of a ticket of a kind, the newest first."""
    rows = [
        EvidenceRow(
            uuid=one.uuid,
            mark=EVIDENCE[EvidenceKind(one.kind)],
            happened_at=one.happened_at,
            recorded_at=one.recorded_at,
            was_late=one.recorded_at - one.happened_at > timedelta(minutes=1),
            words=one.words,
            gist=gist(one.words),
            plan=one.plan,
            by=who(one),
            keeps=keeps(EvidenceKind(one.kind), language, of=of),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: row.happened_at, reverse=True)


def evidence_name(evidence: Evidence) -> str:
    """Name what stopped a clock."""
    return str(EVIDENCE[EvidenceKind(evidence.kind)].text)


def contact_of(person: Person | None, intakes_contact: str) -> str:
    """Return the number at which the caller is reached: what was said on the phone, else the account's."""
    return intakes_contact or (person.mobile if person else "")
