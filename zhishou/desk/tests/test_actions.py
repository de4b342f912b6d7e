from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from conftest import NOON
from jishi.outbox.models import Message
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts.rules import Commitment, Level, PauseReason
from zhishou.desk import actions, queries
from zhishou.desk.actions.evidence import BeforeItBegan, NeedsPlan
from zhishou.desk.actions.intakes import AlreadyDecided, InTheFuture, SaysNothing, TooLong
from zhishou.desk.actions.pauses import NothingPauses
from zhishou.desk.models import ClockEvent, Intake
from zhishou.desk.rules.clocks import EventKind, Standing
from zhishou.desk.rules.words import EvidenceKind, TicketKind
from zhishou.desk.tests.factories import Desk
from zhishou.ledger.models import Entry

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def due(desk: Desk, level: Level) -> dict[str, timedelta]:
    ticket = desk.open(level)
    return {clock.commitment: clock.originally_due_at - NOON for clock in queries.clocks_of(ticket)}


def test_a_fatal_fault_starts_six_clocks_at_receipt(desk: Desk) -> None:
    clocks = due(desk, Level.FATAL)

    assert set(clocks) == {one.value for one in Commitment}
    assert clocks["remote"] == timedelta(minutes=10)
    assert clocks["onsite"] == HOUR
    assert clocks["recovery"] == 4 * HOUR
    assert clocks["response_cap"] == HOUR
    assert clocks["repair_cap"] == 4 * HOUR


def test_on_site_of_a_severe_fault_counts_from_the_decision_to_go(desk: Desk) -> None:
    ticket = desk.open(Level.SEVERE)
    assert "onsite" not in {clock.commitment for clock in queries.clocks_of(ticket)}

    clock = actions.decide_to_go(ticket=ticket, by=desk.cast.first_line, at=NOON + 2 * HOUR)

    assert clock.started_at == NOON + 2 * HOUR
    assert clock.due_at == NOON + 14 * HOUR


def test_a_question_only_needs_an_answer(desk: Desk) -> None:
    ticket = desk.open(kind=TicketKind.CONSULTATION)

    assert {clock.commitment for clock in queries.clocks_of(ticket)} == {"phone", "response_cap"}


def test_clocks_count_from_when_it_reached_us_however_late_it_was_typed(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL, reached_at=NOON - HOUR, at=NOON)

    assert desk.clock(ticket, "remote").started_at == NOON - HOUR


def test_the_call_itself_is_the_answer_by_phone(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL, channel="phone")

    standings = {clock.commitment: clock.standing for clock in queries.clocks_of(ticket)}
    assert standings["phone"] == standings["response_cap"] == Standing.KEPT
    assert standings["remote"] == Standing.ON_TRACK


@pytest.mark.parametrize(
    ("kind", "stops"),
    [
        (EvidenceKind.CALL, {"phone", "response_cap"}),
        (EvidenceKind.REMOTE_SESSION, {"remote", "response_cap"}),
        (EvidenceKind.CHECK_IN, {"onsite", "response_cap"}),
        (EvidenceKind.EMERGENCY_MEASURE, {"repair_cap"}),
    ],
)
def test_each_evidence_stops_what_it_keeps(desk: Desk, kind: EvidenceKind, stops: set[str]) -> None:
    ticket = desk.open(Level.FATAL)

    actions.record_evidence(
        ticket=ticket, kind=kind, happened_at=NOON + 10 * SECOND, words="已处理", plan="预案",
        by=desk.cast.first_line, at=NOON + 2 * MINUTE,
    )  # fmt: skip

    assert {clock.commitment for clock in queries.clocks_of(ticket) if clock.standing == Standing.KEPT} == stops


def test_only_the_client_confirms_that_it_works_again(desk: Desk) -> None:
    ticket, later = desk.open(Level.FATAL), NOON + HOUR

    with pytest.raises(NotAllowed):
        actions.record_evidence(
            ticket=ticket,
            kind=EvidenceKind.CONFIRMATION,
            happened_at=later,
            words="好了",
            by=desk.cast.manager,
            at=later,
        )
    actions.record_evidence(
        ticket=ticket,
        kind=EvidenceKind.CONFIRMATION,
        happened_at=later,
        words="好了",
        by=desk.cast.requester,
        at=later,
    )

    assert desk.clock(ticket, "recovery").standing == desk.clock(ticket, "repair_cap").standing == Standing.KEPT


def test_evidence_lies_between_receipt_and_now(desk: Desk) -> None:
    ticket, by = desk.open(Level.FATAL), desk.cast.first_line

    def call(moment: timedelta, kind: EvidenceKind = EvidenceKind.CALL) -> None:
        actions.record_evidence(
            ticket=ticket, kind=kind, happened_at=NOON + moment, words="话", by=by, at=NOON + HOUR
        )

    with pytest.raises(BeforeItBegan):
        call(-MINUTE)
    with pytest.raises(InTheFuture):
        call(2 * HOUR)
    with pytest.raises(NeedsPlan):
        call(MINUTE, EvidenceKind.EMERGENCY_MEASURE)
    assert not ticket.evidence.exists()


def test_a_breach_is_dated_at_the_true_moment_and_told_once(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL)
    Message.objects.all().delete()

    for minutes in (11, 12, 30):
        actions.tell_news(at=NOON + minutes * MINUTE)

    clock = desk.clock(ticket, "remote")
    assert (clock.standing, clock.breached_at) == (Standing.BREACHED, NOON + 10 * MINUTE)
    found = ClockEvent.objects.get(clock=clock, kind=EventKind.BREACH)
    assert (found.effective_at, found.recorded_at) == (NOON + 10 * MINUTE, NOON + 11 * MINUTE)
    told = Entry.objects.filter(what="desk.commitment_breached", payload_text__contains=str(clock.uuid))
    assert [entry.happened_at for entry in told] == [NOON + 10 * MINUTE]


def test_what_nobody_ticked_for_is_still_late_when_it_is_read(desk: Desk) -> None:
    clock = desk.clock(desk.open(Level.FATAL), "remote")

    reading = queries.reading_of(clock, at=NOON + HOUR)

    assert (reading.standing, reading.breached_at) == (Standing.BREACHED, NOON + 10 * MINUTE)


def test_late_evidence_does_not_take_a_breach_back(desk: Desk) -> None:
    """A call at 12:05 that is written down at 12:40, after the breach was told at 12:11."""
    ticket = desk.open(Level.FATAL)
    actions.tell_news(at=NOON + 11 * MINUTE)

    actions.record_evidence(
        ticket=ticket, kind=EvidenceKind.REMOTE_SESSION, happened_at=NOON + 5 * MINUTE, words="已远程",
        by=desk.cast.first_line, at=NOON + 40 * MINUTE,
    )  # fmt: skip

    clock = desk.clock(ticket, "remote")
    assert (clock.standing, clock.breached_at, clock.ended_at) == (
        Standing.BREACHED, NOON + 10 * MINUTE, NOON + 5 * MINUTE,
    )  # fmt: skip


def test_evidence_after_the_deadline_tells_the_breach_before_any_tick(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL)

    actions.record_evidence(
        ticket=ticket, kind=EvidenceKind.REMOTE_SESSION, happened_at=NOON + 15 * MINUTE, words="已远程",
        by=desk.cast.first_line, at=NOON + 15 * MINUTE,
    )  # fmt: skip
    actions.tell_news(at=NOON + 16 * MINUTE)

    clock = desk.clock(ticket, "remote")
    assert (clock.standing, clock.breached_at) == (Standing.BREACHED, NOON + 10 * MINUTE)
    assert ClockEvent.objects.filter(clock=clock, kind=EventKind.BREACH).count() == 1


def test_level_one_never_pauses(desk: Desk) -> None:
    ticket = desk.open(Level.FATAL)

    with pytest.raises(NothingPauses):
        actions.pause_clocks(
            ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等用户", by=desk.cast.first_line, at=NOON
        )


def test_a_pause_shifts_the_deadline_and_shows_all_three_moments(desk: Desk) -> None:
    ticket, by = desk.open(Level.ORDINARY), desk.cast.first_line
    before = desk.clock(ticket, "recovery").due_at

    actions.pause_clocks(ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等用户", by=by, at=NOON + HOUR)
    resting = desk.clock(ticket, "recovery")
    actions.resume_clocks(ticket=ticket, by=by, at=NOON + 3 * HOUR)
    clock = desk.clock(ticket, "recovery")

    assert before is not None
    assert (resting.standing, resting.due_at, resting.next_look_at) == (Standing.PAUSED, None, None)
    assert (clock.originally_due_at, clock.due_at) == (before, before + 2 * HOUR)


def test_a_change_of_level_gives_no_time_back_and_starts_no_paused_clock(desk: Desk) -> None:
    """bk-itsm re-bases on a change of priority: elapsed time is lost, and a pause ends by itself."""
    ticket, by = desk.open(Level.ORDINARY), desk.cast.first_line
    actions.pause_clocks(ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等用户", by=by, at=NOON + HOUR)

    actions.change_level(ticket=ticket, level=Level.SEVERE, reason="影响全体", by=by, at=NOON + 2 * HOUR)

    old, new = desk.clock(ticket, "recovery"), desk.clock(ticket, "recovery", cycle=2)
    assert (old.ended_by, old.standing) == (EventKind.RETARGET, Standing.VOID)
    assert (new.started_at, new.paused_since) == (NOON, NOON + HOUR)
    assert queries.reading_of(new, at=NOON + 2 * HOUR).left == 23 * HOUR


def test_what_turns_out_fatal_counts_every_minute_since_receipt(desk: Desk) -> None:
    ticket, by = desk.open(Level.ORDINARY), desk.cast.first_line
    actions.pause_clocks(ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等用户", by=by, at=NOON + HOUR)

    actions.change_level(ticket=ticket, level=Level.FATAL, reason="系统宕机", by=by, at=NOON + 3 * HOUR)
    actions.tell_news(at=NOON + 3 * HOUR)

    assert desk.clock(ticket, "recovery", cycle=2).due_at == NOON + 4 * HOUR
    assert desk.clock(ticket, "remote", cycle=2).breached_at == NOON + 10 * MINUTE


def test_an_intake_is_decided_once(desk: Desk) -> None:
    intake = desk.receive()
    actions.answer_intake(intake=intake, answer="请清除缓存后重试", by=desk.cast.front_desk, at=NOON)

    with pytest.raises(AlreadyDecided):
        actions.answer_intake(
            intake=Intake.objects.get(pk=intake.pk), answer="再答", by=desk.cast.front_desk, at=NOON
        )


def test_the_same_message_is_one_intake(desk: Desk) -> None:
    first, again = (desk.receive(channel="mail", reference="<a@b>") for _ in range(2))

    assert first.pk == again.pk
    assert Entry.objects.filter(what="desk.intake_received").count() == 1


@pytest.mark.parametrize(
    ("words", "refusal"),
    [("", SaysNothing), (" \n", SaysNothing), ("a\x00b", SaysNothing), ("长" * 20_001, TooLong)],
)
def test_words_that_cannot_be_kept_are_refused(desk: Desk, words: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        desk.receive(words)
    assert not Intake.objects.exists()


def test_who_sees_a_ticket(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    sees = {"requester", "client_admin", "front_desk", "first_line", "second_line", "expert", "manager", "auditor"}

    for name, person in cast.persons().items():
        try:
            found = (
                queries.get_ticket(person, engagement=cast.engagement, number=ticket.number, at=NOON).pk
                == ticket.pk
            )
        except NotThere:
            found = False
        assert found == (name in sees), name


def test_tickets_are_counted_within_their_engagement(desk: Desk) -> None:
    assert [desk.open().number for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("table", ["desk_clockevent", "desk_evidence", "desk_ticketchange"])
def test_the_database_refuses_to_change_what_happened(desk: Desk, table: str) -> None:
    actions.assign(ticket=desk.open(channel="phone"), to=desk.cast.expert, by=desk.cast.expert, at=NOON)

    for sql in (f"UPDATE {table} SET by_id = NULL", f"DELETE FROM {table}"):  # noqa: S608 - our own tables
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_clock_without_evidence_cannot_be_stopped_even_by_hand(desk: Desk) -> None:
    clock = desk.clock(desk.open(), Commitment.RECOVERY)

    with pytest.raises(IntegrityError), transaction.atomic():
        ClockEvent.objects.create(clock=clock, kind=EventKind.STOP, effective_at=NOON, recorded_at=NOON)
