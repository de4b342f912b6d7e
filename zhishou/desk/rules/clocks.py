"""How a clock stands: the fold of its events over a calendar. Pure; no clock of its own.

Every event has the moment at which it took effect and the moment at which it was recorded. Time is counted
between the moments of effect; what was *found* at a moment of record is never taken back.

A claim is the vendor's word that it works again: it stops nothing, but from its moment on the clock is judged
no further until the client has said yes (evidence), no (a denial, and it is as if nobody had claimed anything)
or nothing for long enough (void). See docs/why/0014-who-says-that-it-works.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from jishi.calendars.door import Basis, Calendar, Duration, Span, add_working, working_between

ZERO: Final = timedelta(0)


class EventKind(StrEnum):
    """What can happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    EXTEND = "extend"
    BREACH = "breach"
    RETARGET = "retarget"
    VOID = "void"
    CLAIM = "claim"
    DENY = "deny"


ENDS: Final = frozenset({EventKind.STOP, EventKind.RETARGET, EventKind.VOID})


class Standing(StrEnum):
    """How a commitment stands, gravest last among those that run."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    PAUSED = "paused"
    KEPT = "kept"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was promised: how long, by which calendar, with which tolerance, and when to warn."""

    within: Duration
    calendar: Calendar
    tolerance: timedelta = ZERO
    warn_before: tuple[timedelta, ...] = ()

    @property
    def counts_working_time(self) -> bool:
        """Say whether time outside the calendar's windows does not count."""
        return self.within.basis in {Basis.WORKING, Basis.WORKING_DAYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEvent:
    """Something that happened to a clock; `within` is the new promise of an extension."""

    kind: EventKind
    effective_at: datetime
    recorded_at: datetime
    within: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a clock stands at one moment, with everything that a page, a tick or a dispute asks about it."""

    started_at: datetime
    originally_due_at: datetime
    due_at: datetime | None  # None only while paused with time left
    budget: timedelta
    consumed: timedelta
    paused: timedelta
    paused_since: datetime | None
    claimed_at: datetime | None  # since when the vendor says that it works, while the client has not answered
    breached_at: datetime | None
    ended_at: datetime | None
    ended_by: EventKind | None
    warn_at: tuple[datetime, ...]
    standing: Standing

    @property
    def left(self) -> timedelta:
        """Return what is left of the promise; never negative."""
        return max(ZERO, self.budget - self.consumed)


class WrongHistory(ValueError):
    """These events cannot have happened in this order."""


ALLOWED: Final = {
    None: frozenset({EventKind.START}),
    EventKind.START: frozenset(EventKind) - {EventKind.START, EventKind.RESUME, EventKind.DENY},
    EventKind.PAUSE: frozenset({EventKind.RESUME, EventKind.BREACH, EventKind.EXTEND}) | ENDS,
    EventKind.CLAIM: frozenset({EventKind.DENY, EventKind.BREACH, EventKind.EXTEND}) | ENDS,
}
"""What may follow while running (as after a start), while paused and while a claim waits."""
AFTER_THE_END: Final = frozenset({EventKind.BREACH, EventKind.CLAIM})
"""What may follow an end: a breach that was found, a claim that the client has bettered by an earlier moment."""
MOOT: Final = frozenset({EventKind.PAUSE, EventKind.RESUME, EventKind.EXTEND, EventKind.DENY})
"""What changes nothing where it was recorded before anybody knew that the clock had ended earlier."""


def ordered(events: Iterable[ClockEvent]) -> tuple[ClockEvent, ...]:
    """Return the events as they took effect; of two at one moment, the one recorded first comes first."""
    return tuple(sorted(events, key=lambda event: (event.effective_at, event.recorded_at)))


def read(terms: Terms, events: Iterable[ClockEvent], *, at: datetime) -> Reading:
    """Return how the clock stands at `at`, from its whole history."""
    history = [event for event in ordered(events) if event.effective_at <= at or event.kind is EventKind.START]
    end = end_of(history)
    history = [event for event in history if not is_moot(event, end=end)]
    _check(history)
    start = history[0].effective_at
    budget, originally_due = _budget(terms, terms.within, start=start)
    claimed = claim_of(history)
    at = at if claimed is None else min(at, claimed)  # no further than the claim, until it is answered
    running, paused_since, ended = _running(history, at=at)
    extended = [event for event in history if event.kind is EventKind.EXTEND]
    if extended and extended[-1].within is not None:
        budget = max(budget, _budget(terms, extended[-1].within, start=start)[0])
    due = _reached(terms, running, budget=budget, open_ended=ended is None and paused_since is None)
    consumed = sum((_length(terms, span) for span in running), ZERO)
    found = [event.effective_at for event in history if event.kind is EventKind.BREACH]
    breached = found[0] if found else _breach(due, ended=ended, at=at)
    reading = Reading(
        started_at=start,
        originally_due_at=originally_due,
        due_at=due,
        budget=budget,
        consumed=consumed,
        paused=_paused(history, at=at, ended=ended),
        paused_since=paused_since,
        claimed_at=claimed,
        breached_at=breached,
        ended_at=ended.effective_at if ended else None,
        ended_by=ended.kind if ended else None,
        warn_at=_warnings(terms, due, start=start),
        standing=Standing.ON_TRACK,
    )
    return _judged(reading, at=at)


def news(reading: Reading, *, told: Standing) -> Standing | None:
    """Return the standing to announce, or None where everybody knows: at risk, then breached, each told once."""
    ranks = {Standing.ON_TRACK: 0, Standing.AT_RISK: 1, Standing.BREACHED: 2}
    rank = ranks.get(reading.standing, 0)
    return reading.standing if rank > ranks.get(told, 0) else None


def next_look(reading: Reading, *, at: datetime) -> datetime | None:
    """Return when the clock must be looked at again; None when nothing can change by time alone."""
    if reading.ended_at is not None or reading.breached_at is not None or reading.due_at is None:
        return None
    if reading.claimed_at is not None:
        return None  # only the client's answer changes something
    # The deadline itself counts as kept, so what comes after it is the first moment too late.
    moments = [moment for moment in reading.warn_at if moment > at]
    return min([*moments, reading.due_at + timedelta(microseconds=1)])


def unclaimed(events: Iterable[ClockEvent]) -> tuple[ClockEvent, ...]:
    """Return a history as it would be judged had nobody claimed anything."""
    return tuple(event for event in events if event.kind not in {EventKind.CLAIM, EventKind.DENY})


def claim_of(history: Iterable[ClockEvent]) -> datetime | None:
    """Return since when it is claimed to work, while that waits for the client's answer."""
    claimed = None
    for event in ordered(history):
        if event.kind in ENDS:
            return None
        if event.kind is EventKind.CLAIM:
            claimed = event.effective_at
        elif event.kind is EventKind.DENY:
            claimed = None
    return claimed


def is_moot(event: ClockEvent, *, end: ClockEvent | None) -> bool:
    """Say whether an event came after an end of which nobody knew when it was recorded.

    A check-in reaches us hours later from a phone without connection; meanwhile the clock was let rest.
    """
    if end is None or event.kind not in MOOT:
        return False
    return event.effective_at > end.effective_at and event.recorded_at <= end.recorded_at


def end_of(history: Iterable[ClockEvent]) -> ClockEvent | None:
    """Return the event that ended a clock."""
    return next((event for event in ordered(history) if event.kind in ENDS), None)


def _check(history: Sequence[ClockEvent]) -> None:
    state: EventKind | None = None
    ended = False
    for event in history:
        if ended and event.kind not in AFTER_THE_END:
            raise WrongHistory(f"{event.kind} after the clock had ended")
        if not ended and event.kind not in ALLOWED[state]:
            raise WrongHistory(f"{event.kind} after {state or 'nothing'}")
        if event.kind in {EventKind.START, EventKind.RESUME, EventKind.DENY}:
            state = EventKind.START
        elif event.kind in {EventKind.PAUSE, EventKind.CLAIM}:
            state = event.kind
        ended = ended or event.kind in ENDS
    if not history:
        raise WrongHistory("a clock without a start")


def _budget(terms: Terms, within: Duration, *, start: datetime) -> tuple[timedelta, datetime]:
    """Return how much time the promise holds, and when it ends if nothing pauses it.

    Days are turned into time once, at the start, so that a pause over a weekend shifts a promise of days by
    exactly the time that would have counted.
    """
    due = within.due(terms.calendar, start=start) + terms.tolerance
    if within.basis in {Basis.WORKING, Basis.WORKING_DAYS}:
        return working_between(terms.calendar, start=start, end=due), due
    return due - start, due


def _running(
    history: Sequence[ClockEvent], *, at: datetime
) -> tuple[list[Span], datetime | None, ClockEvent | None]:
    """Return the spans in which the clock ran, since when it is paused, and the event that ended it."""
    spans: list[Span] = []
    since: datetime | None = None
    paused: datetime | None = None
    for event in history:
        if event.kind in {EventKind.START, EventKind.RESUME}:
            since, paused = event.effective_at, None
        elif event.kind is EventKind.PAUSE or event.kind in ENDS:
            if since is not None:
                spans.append(Span(start=since, end=event.effective_at))
            since = None
            if event.kind in ENDS:
                return spans, None, event
            paused = event.effective_at
    if since is not None:
        spans.append(Span(start=since, end=max(at, since)))
    return spans, paused, None


def _length(terms: Terms, span: Span) -> timedelta:
    if terms.counts_working_time:
        return working_between(terms.calendar, start=span.start, end=span.end)
    return span.end - span.start


def _reached(terms: Terms, running: Sequence[Span], *, budget: timedelta, open_ended: bool) -> datetime | None:
    """Return the moment at which the time is used up, looking ahead where the clock still runs."""
    left = budget
    for number, span in enumerate(running):
        length = _length(terms, span)
        if length >= left or (open_ended and number == len(running) - 1):
            if terms.counts_working_time:
                return add_working(terms.calendar, start=span.start, amount=left)
            return span.start + left
        left -= length
    return None


def _breach(due: datetime | None, *, ended: ClockEvent | None, at: datetime) -> datetime | None:
    """Return the true moment of a breach that nobody has recorded yet."""
    if due is None:
        return None
    if ended is not None:
        return due if ended.effective_at > due else None
    return due if at > due else None


def _paused(history: Sequence[ClockEvent], *, at: datetime, ended: ClockEvent | None) -> timedelta:
    total, since = ZERO, None
    for event in history:
        if event.kind is EventKind.PAUSE:
            since = event.effective_at
        elif since is not None and (event.kind is EventKind.RESUME or event is ended):
            total, since = total + (event.effective_at - since), None
    return total + (at - since if since is not None else ZERO)


def _warnings(terms: Terms, due: datetime | None, *, start: datetime) -> tuple[datetime, ...]:
    """Return when to warn, earliest first; never before the clock starts."""
    if due is None:
        return ()
    return tuple(sorted(due - before for before in terms.warn_before if due - before > start))


def _judged(reading: Reading, *, at: datetime) -> Reading:
    """Give the reading its standing; a breach shows through a pause and through an end."""
    if reading.ended_by in {EventKind.VOID, EventKind.RETARGET} and reading.breached_at is None:
        standing = Standing.VOID
    elif reading.breached_at is not None:
        standing = Standing.BREACHED
    elif reading.ended_by is EventKind.STOP:
        standing = Standing.KEPT
    elif reading.paused_since is not None:
        standing = Standing.PAUSED
    elif any(moment <= at for moment in reading.warn_at):
        standing = Standing.AT_RISK
    else:
        standing = Standing.ON_TRACK
    return replace(reading, standing=standing)
