"""Clocks after an unusual order of steps: nothing stands in the way of the truth, and nobody gains by it."""

from datetime import datetime, timedelta

import pytest

from conftest import NOON
from zhishou.contracts.rules import Level, PauseReason, ServiceCode
from zhishou.desk import actions, queries
from zhishou.desk.actions.corrections import Said
from zhishou.desk.actions.evidence import ContradictsHistory
from zhishou.desk.models import Proposal, Ticket
from zhishou.desk.rules.alerts import AlertNews
from zhishou.desk.rules.clocks import EventKind, Reading, Standing
from zhishou.desk.rules.visits import VisitReason
from zhishou.desk.rules.words import EvidenceKind, TicketKind, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import signed_in

pytestmark = pytest.mark.once

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def severe(desk: Desk) -> tuple[Ticket, Proposal]:
    """Return a ticket whose recovery is due after a day, and the wish for three."""
    ticket, by = desk.open(Level.SEVERE), desk.cast.manager
    clock = desk.clock(ticket, "recovery")
    wish = actions.propose_extension(clock=clock, within="3 days", reason="等补丁", by=by, at=NOON + MINUTE)
    return ticket, wish


def says_recovered(desk: Desk, ticket: Ticket, *, at: datetime) -> None:
    actions.mark_recovered(ticket=ticket, words="已修复", by=desk.cast.first_line, at=at)


def answered(desk: Desk, proposal: Proposal, *, at: datetime) -> None:
    actions.answer_proposal(proposal=proposal, agrees=True, by=desk.cast.client_admin, at=at)


def done(desk: Desk, ticket: Ticket, kind: EvidenceKind, *, happened_at: datetime, at: datetime) -> None:
    actions.record_evidence(
        ticket=ticket, kind=kind, happened_at=happened_at, words="处理", by=desk.cast.expert, at=at
    )


def waits(desk: Desk, ticket: Ticket, *, at: datetime) -> None:
    actions.pause_clocks(
        ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等截图", by=desk.cast.expert, at=at
    )


def reading(desk: Desk, ticket: Ticket, commitment: str, *, cycle: int = 1, at: datetime) -> Reading:
    return queries.reading_of(desk.clock(ticket, commitment, cycle=cycle), at=at)


def test_more_time_agreed_while_the_answer_is_awaited_stands_in_nobodys_way(desk: Desk) -> None:
    ticket, wish = severe(desk)
    says_recovered(desk, ticket, at=NOON + HOUR)
    answered(desk, wish, at=NOON + 2 * HOUR)

    actions.confirm_recovery(ticket=ticket, words="好了", by=desk.cast.requester, at=NOON + 3 * HOUR)

    clock = desk.clock(ticket, "recovery")
    assert (clock.standing, clock.ended_at) == (Standing.KEPT, NOON + HOUR)
    lines = queries.explain_clock(clock, at=NOON + 3 * HOUR, language="zh-hans")
    [moot] = [line for line in lines if "延长" in line]
    assert moot.endswith("此前已停止，不影响本钟")
    assert not list(queries.differences(at=NOON + 3 * HOUR))


def test_more_time_agreed_while_the_answer_is_awaited_lets_a_silent_clients_ticket_be_closed(desk: Desk) -> None:
    ticket, wish = severe(desk)
    says_recovered(desk, ticket, at=NOON + HOUR)
    answered(desk, wish, at=NOON + 2 * HOUR)

    actions.close_ticket(ticket=ticket, reason="未答复", by=desk.cast.manager, at=NOON + 30 * DAY)

    assert desk.clock(ticket, "recovery").standing == Standing.VOID


def test_what_the_client_agrees_not_to_judge_is_not_late_since_it_was_said_to_work(desk: Desk) -> None:
    ticket = desk.open(Level.SEVERE)
    clock = desk.clock(ticket, "recovery")
    wish = actions.propose_void(clock=clock, reason="停电", by=desk.cast.manager, at=NOON + MINUTE)
    says_recovered(desk, ticket, at=NOON + HOUR)

    answered(desk, wish, at=NOON + 2 * DAY)

    assert desk.clock(ticket, "recovery").standing == Standing.VOID


def test_nobody_is_asked_about_a_clock_that_has_ended(desk: Desk) -> None:
    ticket, _wish = severe(desk)
    admin, engagement = desk.cast.client_admin, desk.cast.engagement
    assert queries.pending_proposals(admin, engagement=engagement, at=NOON + HOUR).count() == 1
    says_recovered(desk, ticket, at=NOON + HOUR)

    actions.confirm_recovery(ticket=ticket, words="好了", by=desk.cast.requester, at=NOON + 2 * HOUR)

    assert not queries.pending_proposals(admin, engagement=engagement, at=NOON + 3 * HOUR).exists()


def test_what_was_done_before_a_pause_and_written_down_later_counts_from_when_it_was_done(desk: Desk) -> None:
    ticket = desk.open(Level.ORDINARY)
    waits(desk, ticket, at=NOON + 10 * MINUTE)

    done(desk, ticket, EvidenceKind.REMOTE_SESSION, happened_at=NOON + 5 * MINUTE, at=NOON + 15 * MINUTE)

    clock = desk.clock(ticket, "remote")
    assert (clock.standing, clock.ended_at) == (Standing.KEPT, NOON + 5 * MINUTE)
    assert reading(desk, ticket, "remote", at=NOON + HOUR).paused == timedelta(0)
    assert desk.clock(ticket, "recovery").paused_since == NOON + 10 * MINUTE


def test_a_call_between_a_claim_and_its_denial_is_taken_and_a_confirmation_there_is_not(desk: Desk) -> None:
    ticket, caller = desk.open(Level.ORDINARY), desk.cast.requester
    says_recovered(desk, ticket, at=NOON + 10 * MINUTE)
    actions.say_not_yet(ticket=ticket, words="没有", by=caller, at=NOON + 30 * MINUTE)

    done(desk, ticket, EvidenceKind.REMOTE_SESSION, happened_at=NOON + 20 * MINUTE, at=NOON + HOUR)
    says_recovered(desk, ticket, at=NOON + 2 * HOUR)
    with pytest.raises(ContradictsHistory):
        actions.confirm_recovery(
            ticket=ticket, words="好了", works_since=NOON + 20 * MINUTE, by=caller, at=NOON + 3 * HOUR
        )

    assert desk.clock(ticket, "remote").ended_at == NOON + 20 * MINUTE


def test_a_merge_counts_what_was_done_before_the_older_ones_clocks_rested(desk: Desk) -> None:
    older, younger = desk.open(), desk.open(reached_at=NOON + MINUTE)
    done(desk, younger, EvidenceKind.REMOTE_SESSION, happened_at=NOON + 5 * MINUTE, at=NOON + 5 * MINUTE)
    waits(desk, older, at=NOON + 10 * MINUTE)

    actions.merge(ticket=younger, into=older.number, reason="同", by=desk.cast.expert, at=NOON + 20 * MINUTE)

    assert desk.clock(older, "remote").ended_at == NOON + 5 * MINUTE


def test_a_merge_does_not_count_a_recovery_that_was_taken_back(desk: Desk) -> None:
    older, younger = desk.open(), desk.open(reached_at=NOON + MINUTE)
    says_recovered(desk, younger, at=NOON + HOUR)
    actions.confirm_recovery(ticket=younger, words="好了", by=desk.cast.requester, at=NOON + 2 * HOUR)
    actions.reopen(ticket=younger, reason="又坏了", by=desk.cast.requester, at=NOON + 3 * HOUR)

    actions.merge(ticket=younger, into=older.number, reason="同", by=desk.cast.expert, at=NOON + 4 * HOUR)

    running = {clock.commitment for clock in queries.clocks_of(older).filter(ended_at__isnull=True)}
    assert {"recovery", "repair_cap"} <= running


def alert(desk: Desk, started_at: datetime, *, at: datetime, resolved_at: datetime | None = None) -> Ticket:
    news = AlertNews(
        fingerprint="web", started_at=started_at, resolved_at=resolved_at, title="网站不通", words="网站不通",
        level=Level.FATAL, service_code=ServiceCode.SYSTEM_ENVIRONMENT, source="sample 7",
    )  # fmt: skip
    told = actions.receive_alert(engagement=desk.cast.engagement, news=news, by=None, at=at)
    assert told.ticket is not None
    return Ticket.objects.get(pk=told.ticket.pk)


def test_what_fails_again_after_a_sample_counts_anew_and_can_be_said_to_work_again(desk: Desk) -> None:
    ticket = alert(desk, NOON, at=NOON)
    says_recovered(desk, ticket, at=NOON + 20 * MINUTE)
    alert(desk, NOON, resolved_at=NOON + 21 * MINUTE, at=NOON + 22 * MINUTE)

    ticket = alert(desk, NOON + 30 * MINUTE, at=NOON + 31 * MINUTE)

    assert ticket.state == TicketState.IN_PROGRESS
    onsite = desk.clock(ticket, "onsite")
    assert (onsite.standing, onsite.ended_at) == (Standing.VOID, NOON + 20 * MINUTE)
    assert desk.clock(ticket, "recovery", cycle=2).started_at == NOON + 31 * MINUTE
    says_recovered(desk, ticket, at=NOON + 50 * MINUTE)
    assert not list(queries.differences(at=NOON + HOUR))


def test_what_fails_again_without_a_sample_between_was_never_recovered(desk: Desk) -> None:
    ticket = alert(desk, NOON, at=NOON)
    says_recovered(desk, ticket, at=NOON + 20 * MINUTE)

    ticket = alert(desk, NOON + 30 * MINUTE, at=NOON + 31 * MINUTE)

    assert ticket.state == TicketState.IN_PROGRESS
    recovery = desk.clock(ticket, "recovery")
    assert recovery.due_at == NOON + 4 * HOUR
    lines = queries.explain_clock(recovery, at=NOON + HOUR, language="zh-hans")
    assert any("此前所报恢复不成立，继续判定，探测再次报障" in line for line in lines)
    assert not any("用户否认" in line for line in lines)
    actions.tell_news(at=NOON + 5 * HOUR)
    assert desk.clock(ticket, "recovery").breached_at == NOON + 4 * HOUR


def test_a_level_that_was_wrong_for_a_moment_takes_no_rest_away(desk: Desk) -> None:
    ticket, by = desk.open(Level.ORDINARY), desk.cast.expert
    waits(desk, ticket, at=NOON + HOUR)
    actions.resume_clocks(ticket=ticket, by=by, at=NOON + 3 * DAY)
    waits(desk, ticket, at=NOON + 3 * DAY + HOUR)

    actions.change_level(ticket=ticket, level=Level.FATAL, reason="误选", by=by, at=NOON + 3 * DAY + 2 * HOUR)
    actions.change_level(ticket=ticket, level=Level.ORDINARY, reason="更正", by=by, at=NOON + 3 * DAY + 3 * HOUR)

    assert reading(desk, ticket, "recovery", cycle=2, at=NOON + 4 * DAY).paused == timedelta(0)
    after = reading(desk, ticket, "recovery", cycle=3, at=NOON + 4 * DAY)
    assert (after.paused, after.paused_since) == (3 * DAY, None)  # without the hour as fatal, which never rests
    assert after.due_at == NOON + 7 * DAY + 3 * DAY
    assert not list(queries.differences(at=NOON + 3 * DAY + 4 * HOUR))


def test_what_was_agreed_about_a_level_holds_again_when_the_ticket_comes_back_to_it(desk: Desk) -> None:
    ticket, wish = severe(desk)
    by = desk.cast.expert
    answered(desk, wish, at=NOON + 2 * HOUR)

    actions.change_level(ticket=ticket, level=Level.ORDINARY, reason="误选", by=by, at=NOON + 3 * HOUR)
    actions.change_level(ticket=ticket, level=Level.SEVERE, reason="更正", by=by, at=NOON + 4 * HOUR)

    assert desk.clock(ticket, "recovery", cycle=2).originally_due_at == NOON + 7 * DAY
    assert desk.clock(ticket, "recovery", cycle=3).due_at == NOON + 3 * DAY


def test_the_onsite_promise_of_level_1_counts_from_receipt_though_it_was_decided_to_go_later(desk: Desk) -> None:
    ticket, by = desk.open(Level.SEVERE), desk.cast.expert
    actions.decide_to_go(ticket=ticket, by=by, at=NOON + 50 * MINUTE)

    actions.change_level(ticket=ticket, level=Level.FATAL, reason="宕机", by=by, at=NOON + 55 * MINUTE)

    assert desk.clock(ticket, "onsite", cycle=2).due_at == NOON + HOUR
    actions.change_level(ticket=ticket, level=Level.SEVERE, reason="误报", by=by, at=NOON + 56 * MINUTE)
    assert desk.clock(ticket, "onsite", cycle=3).started_at == NOON + 50 * MINUTE


def test_a_lighter_level_still_promises_the_visit_that_is_on_its_way(desk: Desk) -> None:
    ticket, by = desk.open(Level.FATAL), desk.cast.expert
    actions.order_visit(
        ticket=ticket, engineer=desk.cast.first_line, reason=VisitReason.EMERGENCY, destination="机房", by=by,
        at=NOON + 5 * MINUTE,
    )  # fmt: skip

    actions.change_level(ticket=ticket, level=Level.SEVERE, reason="没那么重", by=by, at=NOON + 10 * MINUTE)

    clock = desk.clock(ticket, "onsite", cycle=2)
    assert (clock.started_at, clock.ended_at) == (NOON + 5 * MINUTE, None)


def test_what_is_corrected_to_a_fault_while_the_answer_is_awaited_waits_with_it(desk: Desk) -> None:
    ticket = desk.open(kind=TicketKind.REQUEST)
    says_recovered(desk, ticket, at=NOON + HOUR)
    said = Said(kind=TicketKind.FAULT, service_code=ServiceCode(ticket.service_code), title=ticket.title)

    actions.correct_ticket(ticket=ticket, said=said, reason="是故障", by=desk.cast.expert, at=NOON + 2 * HOUR)

    assert reading(desk, ticket, "recovery", at=NOON + 9 * DAY).claimed_at == NOON + HOUR
    actions.close_ticket(ticket=ticket, reason="未答复", by=desk.cast.manager, at=NOON + 30 * DAY)
    assert ticket.state == TicketState.CLOSED


def test_what_was_withdrawn_before_anybody_answered_is_promised_anew_when_it_is_reopened(desk: Desk) -> None:
    ticket, caller = desk.open(Level.FATAL), desk.cast.requester
    done(desk, ticket, EvidenceKind.CALL, happened_at=NOON + MINUTE, at=NOON + MINUTE)
    actions.withdraw(ticket=ticket, reason="点错了", by=caller, at=NOON + 2 * MINUTE)

    actions.reopen(ticket=ticket, reason="还是坏的", by=caller, at=NOON + HOUR)

    again = queries.clocks_of(ticket).filter(cycle=2)
    assert {clock.commitment for clock in again} == {"remote", "onsite", "recovery", "repair_cap"}
    assert {clock.started_at for clock in again} == {NOON + HOUR}


def test_a_reopened_ticket_that_turns_out_fatal_counts_from_its_reopening(desk: Desk) -> None:
    ticket, cast = desk.open(Level.ORDINARY), desk.cast
    says_recovered(desk, ticket, at=NOON + HOUR)
    actions.confirm_recovery(ticket=ticket, words="好了", by=cast.requester, at=NOON + 2 * HOUR)
    actions.reopen(ticket=ticket, reason="又坏了", by=cast.requester, at=NOON + 3 * DAY)

    actions.change_level(ticket=ticket, level=Level.FATAL, reason="宕机", by=cast.expert, at=NOON + 3 * DAY)

    onsite = desk.clock(ticket, "onsite")
    assert (onsite.due_at, onsite.standing) == (NOON + 3 * DAY + HOUR, Standing.ON_TRACK)
    assert onsite.ended_by != EventKind.RETARGET


def test_what_was_proposed_about_a_clock_that_has_ended_is_shown_as_needless(desk: Desk) -> None:
    ticket, _wish = severe(desk)
    says_recovered(desk, ticket, at=NOON + HOUR)
    actions.confirm_recovery(ticket=ticket, words="好了", by=desk.cast.requester, at=NOON + 2 * HOUR)

    page = signed_in(desk.cast.client_admin).get(f"/c/red-cross/desk/{ticket.number}/").content.decode()

    assert "未答复，已无需答复" in page
    assert "待用户方答复" not in page
