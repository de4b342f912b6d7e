"""Each of the first cases is a bug that users of another product met; what follows are the properties."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.calendars.door import Calendar, Duration, Window, always, weekdays
from zhishou.desk.rules.clocks import (
    ClockEvent,
    EventKind,
    Reading,
    Standing,
    Terms,
    WrongHistory,
    news,
    next_look,
    read,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar(
    key="office",
    version=1,
    zone="Asia/Shanghai",
    weekly=weekdays((Window.parse("08:30-12:00"), Window.parse("14:30-18:00"))),
)
MICRO = timedelta(microseconds=1)


def wall(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """Return a moment of 2023 by Beijing walls; 2023-03-15 is a Wednesday."""
    return datetime.combine(date(2023, month, day), time(hour, minute), SHANGHAI).astimezone(UTC)


def happened(kind: EventKind, at: datetime, *, recorded: datetime | None = None, within: str = "") -> ClockEvent:
    return ClockEvent(
        kind=kind,
        effective_at=at,
        recorded_at=recorded or at,
        within=Duration.parse(within) if within else None,
    )


def terms(
    within: str, calendar: Calendar | None = None, *, tolerance: int = 0, warn: tuple[int, ...] = ()
) -> Terms:
    return Terms(
        within=Duration.parse(within),
        calendar=calendar or always(),
        tolerance=timedelta(seconds=tolerance),
        warn_before=tuple(timedelta(minutes=minutes) for minutes in warn),
    )


START, PAUSE, RESUME, STOP = EventKind.START, EventKind.PAUSE, EventKind.RESUME, EventKind.STOP
EXTEND, BREACH, VOID, RETARGET = EventKind.EXTEND, EventKind.BREACH, EventKind.VOID, EventKind.RETARGET


def test_the_deadline_itself_is_kept() -> None:
    history = [happened(START, wall(15, 9)), happened(STOP, wall(15, 9, 10))]

    reading = read(terms("10 min"), history, at=wall(16, 9))

    assert (reading.standing, reading.breached_at) == (Standing.KEPT, None)


def test_a_moment_later_is_a_breach_dated_at_the_deadline() -> None:
    history = [happened(START, wall(15, 9)), happened(STOP, wall(15, 9, 10) + MICRO)]

    reading = read(terms("10 min"), history, at=wall(16, 9))

    assert (reading.standing, reading.breached_at) == (Standing.BREACHED, wall(15, 9, 10))


def test_at_once_is_judged_by_its_tolerance() -> None:
    history = [happened(START, wall(15, 9))]

    within, after = (
        read(terms("at once", tolerance=60), history, at=wall(15, 9) + timedelta(seconds=s)) for s in (60, 61)
    )

    assert (within.standing, after.standing) == (Standing.ON_TRACK, Standing.BREACHED)


def test_a_pause_over_a_weekend_shifts_a_promise_of_days_by_the_time_that_would_have_counted() -> None:
    """GLPI 10594: a day unit and a pause over a weekend mixed two algorithms."""
    friday, monday = wall(17, 16), wall(20, 9, 30)
    history = [happened(START, wall(17, 9)), happened(PAUSE, friday), happened(RESUME, monday)]

    reading = read(terms("3 working days", OFFICE), history, at=monday)

    # Paused: Friday 16:00 to 18:00 and Monday 8:30 to 9:30, three working hours.
    assert reading.originally_due_at == wall(22, 18)
    assert reading.due_at == wall(23, 11, 30)


def test_a_pause_after_the_breach_still_shows_the_breach() -> None:
    """Frappe PR 3277: “Failed” was hidden behind “Paused”."""
    history = [happened(START, wall(15, 9)), happened(PAUSE, wall(15, 10))]

    reading = read(terms("10 min"), history, at=wall(15, 11))

    assert (reading.standing, reading.breached_at) == (Standing.BREACHED, wall(15, 9, 10))


def test_a_paused_clock_shows_what_is_left_and_when_it_was_due() -> None:
    """Zammad nulls every date while paused, so that a ticket shows no deadline at all."""
    history = [happened(START, wall(15, 9)), happened(PAUSE, wall(15, 9, 20))]

    reading = read(terms("1 h"), history, at=wall(15, 12))

    assert (reading.standing, reading.due_at) == (Standing.PAUSED, None)
    assert (reading.left, reading.originally_due_at) == (timedelta(minutes=40), wall(15, 10))
    assert reading.paused == timedelta(hours=2, minutes=40)


def test_lunch_does_not_count() -> None:
    """Frappe 2212: one window a day cannot have a lunch break."""
    reading = read(terms("4 working hours", OFFICE), [happened(START, wall(15, 11))], at=wall(15, 11))

    assert reading.due_at == wall(15, 17, 30)


def test_a_later_record_of_an_earlier_pause_does_not_heal_a_breach_that_was_found() -> None:
    start, due = wall(15, 9), wall(15, 9, 10)
    found = happened(BREACH, due, recorded=due + timedelta(seconds=5))
    backdated = happened(PAUSE, wall(15, 9, 5), recorded=wall(15, 12))

    reading = read(terms("10 min"), [happened(START, start), found, backdated], at=wall(15, 13))

    assert (reading.standing, reading.breached_at) == (Standing.BREACHED, due)


def test_a_warning_is_never_before_the_start() -> None:
    """Zammad warns fifteen minutes ahead whatever the target: ten minutes are born late."""
    reading = read(terms("10 min", warn=(15, 5)), [happened(START, wall(15, 9))], at=wall(15, 9))

    assert reading.warn_at == (wall(15, 9, 5),)
    assert reading.standing is Standing.ON_TRACK


def test_an_extension_counts_from_the_start_and_never_shortens() -> None:
    history = [happened(START, wall(15, 9)), happened(EXTEND, wall(15, 12), within="2 days")]

    longer = read(terms("1 day"), history, at=wall(15, 13))
    shorter = read(terms("1 week"), history, at=wall(15, 13))

    assert longer.due_at == wall(17, 9)
    assert shorter.due_at == wall(22, 9)


def test_a_pause_at_the_very_deadline_does_not_move_it() -> None:
    history = [happened(START, wall(15, 9)), happened(PAUSE, wall(15, 10)), happened(RESUME, wall(15, 11))]

    reading = read(terms("1 h"), history, at=wall(15, 12))

    assert (reading.due_at, reading.breached_at) == (wall(15, 10), wall(15, 10))


def test_the_next_look_is_always_ahead() -> None:
    reading = read(terms("1 h", warn=(30,)), [happened(START, wall(15, 9))], at=wall(15, 9, 30))

    assert next_look(reading, at=wall(15, 9, 30)) == wall(15, 10) + MICRO


@pytest.mark.parametrize(
    "kinds",
    [
        pytest.param([], id="no start"),
        pytest.param([PAUSE], id="paused before it started"),
        pytest.param([START, RESUME], id="resumed without a pause"),
        pytest.param([START, PAUSE, PAUSE], id="paused twice"),
        pytest.param([START, STOP, PAUSE], id="paused after the end"),
        pytest.param([START, STOP, STOP], id="stopped twice"),
        pytest.param([START, START], id="started twice"),
    ],
)
def test_a_history_that_cannot_be_is_refused(kinds: list[EventKind]) -> None:
    history = [happened(kind, wall(15, 9, minute)) for minute, kind in enumerate(kinds)]

    with pytest.raises(WrongHistory):
        read(terms("1 h"), history, at=wall(16, 9))


def test_each_news_is_told_once() -> None:
    history, promise = [happened(START, wall(15, 9))], terms("1 h", warn=(30,))
    early, late = (read(promise, history, at=at) for at in (wall(15, 9, 40), wall(15, 10, 1)))

    assert news(early, told=Standing.ON_TRACK) is Standing.AT_RISK
    assert news(early, told=Standing.AT_RISK) is None
    assert news(late, told=Standing.ON_TRACK) is Standing.BREACHED
    assert news(late, told=Standing.BREACHED) is None


MINUTES = st.integers(min_value=1, max_value=3000)
PROMISES = st.sampled_from(
    ["at once", "10 min", "half a day", "1 day", "1 week", "4 working hours", "3 working days"]
)
CALENDARS = st.sampled_from([always(), OFFICE])


@st.composite
def histories(draw: st.DrawFn) -> list[ClockEvent]:
    """Draw a start, pauses and resumes in turn, and perhaps an end."""
    moment = wall(1, 0) + timedelta(minutes=draw(st.integers(0, 20_000)))
    events = [happened(START, moment)]
    for number, gap in enumerate(draw(st.lists(MINUTES, max_size=7))):
        moment += timedelta(minutes=gap)
        events.append(happened(RESUME if number % 2 else PAUSE, moment))
    if draw(st.booleans()):
        events.append(happened(STOP, moment + timedelta(minutes=draw(MINUTES))))
    return events


def reading_of(promise: str, calendar: Calendar, history: list[ClockEvent], at: datetime) -> Reading:
    return read(terms(promise, calendar, warn=(5, 60)), history, at=at)


@given(PROMISES, CALENDARS, histories(), MINUTES, MINUTES)
def test_time_never_heals_a_breach(
    promise: str, calendar: Calendar, history: list[ClockEvent], first: int, more: int
) -> None:
    early = history[-1].effective_at + timedelta(minutes=first)
    before = reading_of(promise, calendar, history, early)
    after = reading_of(promise, calendar, history, early + timedelta(minutes=more))

    if before.breached_at is not None:
        assert (after.breached_at, after.standing) == (before.breached_at, Standing.BREACHED)


@given(PROMISES, CALENDARS, histories(), MINUTES)
def test_pausing_and_resuming_at_one_moment_is_nothing(
    promise: str, calendar: Calendar, history: list[ClockEvent], later: int
) -> None:
    running = [event for event in history if event.kind is not STOP]
    if running[-1].kind is PAUSE:
        running = running[:-1]
    moment = running[-1].effective_at + timedelta(minutes=1)
    twice = [*running, happened(PAUSE, moment), happened(RESUME, moment)]
    at = moment + timedelta(minutes=later)

    assert reading_of(promise, calendar, twice, at) == reading_of(promise, calendar, running, at)


@given(PROMISES, CALENDARS, histories(), st.randoms(use_true_random=False), MINUTES)
def test_the_order_of_reading_does_not_matter(
    promise: str, calendar: Calendar, history: list[ClockEvent], random: object, later: int
) -> None:
    at = history[-1].effective_at + timedelta(minutes=later)
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert reading_of(promise, calendar, shuffled, at) == reading_of(promise, calendar, history, at)


@given(PROMISES, CALENDARS, histories())
def test_what_is_used_and_what_is_left_make_the_promise(
    promise: str, calendar: Calendar, history: list[ClockEvent]
) -> None:
    reading = reading_of(promise, calendar, history, history[-1].effective_at)

    if reading.breached_at is None:
        assert reading.consumed + reading.left == reading.budget


@given(PROMISES, CALENDARS, histories(), MINUTES)
def test_nothing_changes_before_the_next_look(
    promise: str, calendar: Calendar, history: list[ClockEvent], later: int
) -> None:
    at = history[-1].effective_at + timedelta(minutes=later)
    reading = reading_of(promise, calendar, history, at)
    look = next_look(reading, at=at)

    if look is not None:
        just_before, then = (reading_of(promise, calendar, history, moment) for moment in (look - MICRO, look))
        assert just_before.standing == reading.standing
        assert then.standing != reading.standing or then.standing is Standing.AT_RISK


@given(PROMISES, CALENDARS, histories(), MINUTES)
def test_a_pause_never_brings_the_deadline_nearer(
    promise: str, calendar: Calendar, history: list[ClockEvent], later: int
) -> None:
    at = history[-1].effective_at + timedelta(minutes=later)
    reading = reading_of(promise, calendar, history, at)

    if reading.due_at is not None:
        assert reading.due_at >= reading.originally_due_at
