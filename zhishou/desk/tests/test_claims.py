"""Who says that it works: a claim is no proof, an answer decides, silence proves nothing for either party."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import NOON
from zhishou.contracts.rules import Level, PauseReason
from zhishou.desk import actions, queries
from zhishou.desk.actions.changing import WrongState
from zhishou.desk.actions.evidence import BeforeItBegan, ContradictsHistory
from zhishou.desk.actions.intakes import InTheFuture
from zhishou.desk.models import ClockEvent, Ticket
from zhishou.desk.rules.clocks import ClockEvent as Event
from zhishou.desk.rules.clocks import EventKind, Standing, read
from zhishou.desk.rules.words import EvidenceKind, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_clocks import terms
from zhishou.notify.models import Notice

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def claimed(desk: Desk, level: Level = Level.FATAL, *, since: datetime = NOON + 2 * HOUR) -> Ticket:
    """Return a ticket of which the vendor says in time that it works; its recovery was due after four hours."""
    ticket, by = desk.open(level, channel="phone"), desk.cast.first_line
    for kind in (EvidenceKind.CALL, EvidenceKind.REMOTE_SESSION, EvidenceKind.CHECK_IN):
        actions.record_evidence(
            ticket=ticket, kind=kind, happened_at=NOON + MINUTE, words="处理", by=by, at=NOON + MINUTE
        )
    actions.mark_recovered(ticket=ticket, words="已修复", works_since=since, by=by, at=max(since, NOON + 2 * HOUR))
    return ticket


def test_recovered_in_time_and_confirmed_late_is_kept_and_never_told_late(desk: Desk) -> None:
    ticket, late = claimed(desk), NOON + 30 * HOUR
    assert actions.tell_news(at=NOON + 6 * HOUR) == 0
    waiting = desk.clock(ticket, "recovery")
    assert (waiting.standing, waiting.due_at, waiting.ended_at) == (Standing.AT_RISK, None, None)
    assert not list(queries.differences(at=NOON + 6 * HOUR))

    actions.confirm_recovery(ticket=ticket, words="确实好了", by=desk.cast.requester, at=late)

    clock = desk.clock(ticket, "recovery")
    assert (clock.standing, clock.ended_at) == (Standing.KEPT, NOON + 2 * HOUR)
    stop = ClockEvent.objects.get(clock=clock, kind=EventKind.STOP)
    assert (stop.effective_at, stop.recorded_at) == (NOON + 2 * HOUR, late)
    assert not ClockEvent.objects.filter(kind=EventKind.BREACH).exists()
    assert not list(queries.differences(at=late))


def test_a_denied_claim_is_judged_as_if_nobody_had_claimed_anything(desk: Desk) -> None:
    ticket, denied = claimed(desk), NOON + 6 * HOUR

    actions.say_not_yet(ticket=ticket, words="还是打不开", by=desk.cast.requester, at=denied)

    clock = desk.clock(ticket, "recovery")
    assert (clock.standing, clock.breached_at) == (Standing.BREACHED, NOON + 4 * HOUR)
    found = ClockEvent.objects.get(clock=clock, kind=EventKind.BREACH)
    assert (found.effective_at, found.recorded_at) == (NOON + 4 * HOUR, denied)
    assert not list(queries.differences(at=denied))


def test_denied_in_time_the_clock_runs_on_and_is_found_late_by_itself(desk: Desk) -> None:
    ticket = claimed(desk)
    actions.say_not_yet(ticket=ticket, words="还不行", by=desk.cast.requester, at=NOON + 3 * HOUR)
    assert desk.clock(ticket, "recovery").due_at == NOON + 4 * HOUR

    actions.tell_news(at=NOON + 5 * HOUR)

    assert desk.clock(ticket, "recovery").breached_at == NOON + 4 * HOUR


def test_the_client_may_say_that_it_worked_only_later_and_that_counts(desk: Desk) -> None:
    ticket = claimed(desk)

    actions.confirm_recovery(
        ticket=ticket, words="晚上才好", works_since=NOON + 5 * HOUR, by=desk.cast.requester, at=NOON + DAY
    )

    clock = desk.clock(ticket, "recovery")
    assert (clock.standing, clock.breached_at) == (Standing.BREACHED, NOON + 4 * HOUR)


def test_the_client_may_say_that_it_worked_earlier_than_we_did(desk: Desk) -> None:
    ticket = claimed(desk)

    actions.confirm_recovery(
        ticket=ticket, words="其实早好了", works_since=NOON + HOUR, by=desk.cast.requester, at=NOON + DAY
    )

    assert desk.clock(ticket, "recovery").ended_at == NOON + HOUR
    assert not list(queries.differences(at=NOON + DAY))


def test_silence_proves_nothing_for_either_party(desk: Desk) -> None:
    ticket, after = claimed(desk), NOON + 4 * DAY

    actions.close_ticket(ticket=ticket, reason="三日未答复", by=desk.cast.manager, at=after)

    clock = desk.clock(ticket, "recovery")
    assert (clock.standing, clock.ended_at) == (Standing.VOID, NOON + 2 * HOUR)
    assert clock.breached_at is None
    assert ticket.state == TicketState.CLOSED
    assert Notice.objects.filter(kind="desk.closed", person=desk.cast.requester).exists()
    lines = queries.explain_clock(clock, at=after, language="zh-hans")
    assert any("用户方未答复，不作判定" in line for line in lines)


def test_silence_does_not_heal_what_was_late_before_the_claim(desk: Desk) -> None:
    ticket = claimed(desk, since=NOON + 5 * HOUR)

    actions.close_ticket(ticket=ticket, reason="三日未答复", by=desk.cast.manager, at=NOON + 4 * DAY)

    assert desk.clock(ticket, "recovery").breached_at == NOON + 4 * HOUR


def test_a_claim_that_is_merged_away_protects_nothing(desk: Desk) -> None:
    older = desk.open(Level.FATAL, reached_at=NOON - MINUTE)
    ticket = claimed(desk)

    actions.merge(ticket=ticket, into=older.number, reason="同一问题", by=desk.cast.expert, at=NOON + 6 * HOUR)

    assert desk.clock(ticket, "recovery").breached_at == NOON + 4 * HOUR


def test_what_waits_for_the_client_is_not_moved_to_another_level(desk: Desk) -> None:
    ticket = claimed(desk)

    with pytest.raises(WrongState):
        actions.change_level(
            ticket=ticket, level=Level.ORDINARY, reason="没那么重", by=desk.cast.expert, at=NOON + 3 * HOUR
        )


@pytest.mark.parametrize(
    ("since", "refusal"),
    [
        pytest.param(NOON - MINUTE, BeforeItBegan, id="before it reached us"),
        pytest.param(NOON + 9 * HOUR, InTheFuture, id="ahead"),
        pytest.param(NOON + 30 * MINUTE, ContradictsHistory, id="before the clock was let rest"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, since: datetime, refusal: type[Exception]
) -> None:
    ticket, by = desk.open(Level.SEVERE), desk.cast.first_line
    actions.pause_clocks(ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等截图", by=by, at=NOON + HOUR)

    with pytest.raises(refusal):
        actions.mark_recovered(ticket=ticket, words="好", works_since=since, by=by, at=NOON + 2 * HOUR)

    assert Ticket.objects.get(pk=ticket.pk).state == TicketState.OPEN
    assert not ClockEvent.objects.filter(kind=EventKind.CLAIM).exists()


@given(
    gaps=st.lists(st.integers(min_value=1, max_value=300), min_size=2, max_size=8).filter(
        lambda gaps: len(gaps) % 2 == 0
    ),
    later=st.integers(min_value=0, max_value=600),
)
def test_whatever_was_claimed_and_denied_changes_no_judgement(gaps: list[int], later: int) -> None:
    moment, events = NOON, [Event(kind=EventKind.START, effective_at=NOON, recorded_at=NOON)]
    for number, gap in enumerate(gaps):
        moment += gap * MINUTE
        kind = EventKind.DENY if number % 2 else EventKind.CLAIM
        events.append(Event(kind=kind, effective_at=moment, recorded_at=moment))
    at = moment + later * MINUTE

    assert read(terms("4 hours"), events, at=at) == read(terms("4 hours"), events[:1], at=at)
