"""A colleague looks and says yes or no; what was written down wrongly is corrected in the open."""

from datetime import timedelta

import pytest

from conftest import NOON
from jishi.refusals.door import NotAllowed, NotThere, Stale
from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk import actions, queries
from zhishou.desk.actions.changing import AlreadyEnded, NeedsNote
from zhishou.desk.actions.corrections import NothingCorrected, Said, TakesPromisesAway
from zhishou.desk.actions.countersigns import (
    AskedAlready,
    AskSomebodyElse,
    CountersignEnded,
    CountersignsWait,
)
from zhishou.desk.models import Countersign, Ticket
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.countersigns import CountersignState
from zhishou.desk.rules.words import TicketKind, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.notify.models import Notice
from zhishou.people.models import Person

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def asked(desk: Desk, ticket: Ticket | None = None) -> Countersign:
    return actions.ask_countersign(
        ticket=ticket or desk.open(),
        asked=desk.cast.expert,
        question="方案是否可行？",
        by=desk.cast.first_line,
        at=NOON,
    )


def test_a_colleague_is_asked_agrees_and_whoever_asked_is_told(desk: Desk) -> None:
    one, cast = asked(desk), desk.cast
    assert Notice.objects.get(kind="desk.countersign").person == cast.expert
    waiting = queries.countersigns_waiting(cast.expert, engagement=cast.engagement, at=NOON)
    assert [each.question for each in waiting] == ["方案是否可行？"]

    actions.answer_countersign(countersign=one, agrees=True, by=cast.expert, at=NOON + MINUTE)

    assert not queries.countersigns_waiting(cast.expert, engagement=cast.engagement, at=NOON).exists()
    assert Notice.objects.get(kind="desk.countersigned").person == cast.first_line
    story = queries.history(cast.first_line, ticket=one.ticket, at=NOON + HOUR)
    assert [line.what for line in story if line.what.startswith("countersign")] == [
        "countersign_asked",
        "countersigned",
    ]
    words = [line.words for line in queries.history(cast.requester, ticket=one.ticket, at=NOON + HOUR)]
    assert "方案是否可行？" not in words  # what colleagues ask each other is theirs


def test_an_objection_says_why_and_comes_once(desk: Desk) -> None:
    one, expert = asked(desk), desk.cast.expert

    with pytest.raises(NeedsNote):
        actions.answer_countersign(countersign=one, agrees=False, by=expert, at=NOON)
    actions.answer_countersign(countersign=one, agrees=False, words="先备份", by=expert, at=NOON)

    assert (one.state, one.words) == (CountersignState.OBJECTED, "先备份")
    with pytest.raises(CountersignEnded):
        actions.answer_countersign(countersign=one, agrees=True, by=expert, at=NOON)


def test_who_may_not(desk: Desk) -> None:
    one, cast = asked(desk), desk.cast
    ticket = one.ticket

    def ask(whom: Person, by: Person) -> None:
        actions.ask_countersign(ticket=ticket, asked=whom, question="看？", by=by, at=NOON)

    for whom, by, refusal in [
        (cast.expert, cast.second_line, AskedAlready),
        (cast.manager, cast.manager, AskSomebodyElse),
        (cast.requester, cast.manager, AskSomebodyElse),
        (cast.stranger_manager, cast.manager, AskSomebodyElse),
        (cast.expert, cast.requester, NotAllowed),
    ]:
        with pytest.raises(refusal):
            ask(whom, by)
    with pytest.raises(NotAllowed):
        actions.answer_countersign(countersign=one, agrees=True, by=cast.manager, at=NOON)
    with pytest.raises(NotAllowed):
        actions.drop_countersign(countersign=one, reason="不等了", by=cast.second_line, at=NOON)
    with pytest.raises(NotThere):
        queries.get_countersign(cast.manager, ticket=desk.open(), uuid=one.uuid, at=NOON)
    with pytest.raises(Stale):
        actions.ask_countersign(
            ticket=ticket, asked=cast.manager, question="看？", revision=1, by=cast.expert, at=NOON
        )


def test_nobody_closes_over_a_colleagues_head_but_the_clients_word_is_not_held_up(desk: Desk) -> None:
    cast = desk.cast
    one, two = asked(desk), asked(desk)
    for ticket in (one.ticket, two.ticket):
        actions.mark_recovered(ticket=ticket, words="好了", by=cast.first_line, at=NOON + MINUTE)

    with pytest.raises(CountersignsWait, match="Expert"):
        actions.close_ticket(ticket=one.ticket, reason="未答复", by=cast.manager, at=NOON + 4 * DAY)
    actions.drop_countersign(countersign=one, reason="出差", by=cast.manager, at=NOON + 4 * DAY)
    actions.close_ticket(ticket=one.ticket, reason="未答复", by=cast.manager, at=NOON + 4 * DAY)
    actions.confirm_recovery(ticket=two.ticket, words="好了", by=cast.requester, at=NOON + HOUR)

    assert {one.ticket.state, two.ticket.state} == {TicketState.CLOSED}
    two.refresh_from_db()
    assert two.state == CountersignState.DROPPED
    with pytest.raises(AlreadyEnded):
        asked(desk, two.ticket)


def test_a_merge_takes_what_waits_along(desk: Desk) -> None:
    older = desk.open(reached_at=NOON - HOUR)
    one = asked(desk)

    actions.merge(ticket=one.ticket, into=older.number, reason="同一问题", by=desk.cast.manager, at=NOON + HOUR)

    one.refresh_from_db()
    assert (one.ticket, one.state) == (older, CountersignState.WAITING)


def said(ticket: Ticket, **more: str) -> Said:
    return Said(
        kind=TicketKind(more.get("kind", ticket.kind)),
        service_code=ServiceCode(more.get("service_code", ticket.service_code)),
        title=more.get("title", ticket.title),
        module=more.get("module", ticket.module),
    )


def test_what_was_wrong_is_corrected_line_by_line(desk: Desk) -> None:
    ticket, by = desk.open(), desk.cast.first_line
    wish = said(ticket, title="打不开\n附件", module="公文", service_code=ServiceCode.CORRECTIVE_MAINTENANCE.value)

    actions.correct_ticket(ticket=ticket, said=wish, reason="写错了", revision=1, by=by, at=NOON)

    row = Ticket.objects.get(pk=ticket.pk)
    assert (row.title, row.module, row.service_code, row.revision) == ("打不开 附件", "documents", "020202", 4)
    lines = {line.what: line.subject for line in queries.history(by, ticket=ticket, at=NOON)}
    assert lines["retitled"] == "公文打不开 → 打不开 附件"
    assert lines["service_changed"] == "020201 → 020202"
    with pytest.raises(NothingCorrected):
        actions.correct_ticket(ticket=ticket, said=wish, reason="写错了", by=by, at=NOON)


def test_a_question_that_turns_out_to_be_a_fault_owes_its_promises_since_receipt(desk: Desk) -> None:
    ticket, by = desk.open(Level.SEVERE, kind=TicketKind.CONSULTATION), desk.cast.first_line
    assert not queries.clocks_of(ticket).filter(commitment="recovery").exists()

    actions.correct_ticket(
        ticket=ticket, said=said(ticket, kind="fault"), reason="其实是故障", by=by, at=NOON + HOUR
    )
    actions.tell_news(at=NOON + HOUR)

    assert desk.clock(ticket, "repair_cap").due_at == NOON + 4 * HOUR
    assert desk.clock(ticket, "remote").breached_at == NOON + 30 * MINUTE


def test_only_the_client_gives_promises_away_and_what_was_late_stays_late(desk: Desk) -> None:
    ticket, cast = desk.open(Level.SEVERE), desk.cast
    wish = said(ticket, kind="request")

    with pytest.raises(TakesPromisesAway):
        actions.correct_ticket(ticket=ticket, said=wish, reason="是申请", by=cast.manager, at=NOON + HOUR)
    with pytest.raises(NotAllowed):
        actions.correct_ticket(ticket=ticket, said=wish, reason="是申请", by=cast.requester, at=NOON + HOUR)
    actions.correct_ticket(ticket=ticket, said=wish, reason="是申请", by=cast.client_admin, at=NOON + HOUR)

    assert desk.clock(ticket, "recovery").standing == Standing.VOID
    assert desk.clock(ticket, "remote").standing == Standing.BREACHED
    assert desk.clock(ticket, "phone").ended_at is None
    actions.correct_ticket(
        ticket=ticket, said=said(ticket, kind="fault"), reason="还是故障", by=cast.manager, at=NOON + 2 * HOUR
    )
    again = desk.clock(ticket, "recovery", cycle=2)
    assert (again.started_at, again.ended_at) == (NOON, None)
