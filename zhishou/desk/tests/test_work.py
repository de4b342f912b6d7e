"""Work on tickets: hands, tiers, words, endings; each refusal says what to do instead."""

import contextlib
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import NOON
from jishi.refusals.door import NotAllowed, NotThere, Stale
from zhishou.contracts.rules import Level, PauseReason
from zhishou.desk import actions, queries
from zhishou.desk.actions.changing import AlreadyEnded, NeedsNote, WrongState
from zhishou.desk.actions.claims import ClocksStillRun
from zhishou.desk.actions.endings import ChildrenOpen, StillWaiting
from zhishou.desk.actions.hands import InTheseHands, NotOfTheTeam, SameTier
from zhishou.desk.actions.levels import SameLevel
from zhishou.desk.actions.pauses import NothingPauses
from zhishou.desk.actions.talk import UrgedJustNow
from zhishou.desk.models import Note, Ticket, TicketChange
from zhishou.desk.rules.changes import CHANGE_NAMES, ChangeKind
from zhishou.desk.rules.clocks import EventKind, Standing
from zhishou.desk.rules.words import ALLOWED, ENDED, EvidenceKind, NoteAudience, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice
from zhishou.people.rules import Tier

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def told(kind: str) -> list[str]:
    return [str(notice.person.username) for notice in Notice.objects.filter(kind=kind).select_related("person")]


def recovered(desk: Desk, level: Level = Level.ORDINARY, *, at: datetime = NOON + HOUR) -> Ticket:
    ticket = desk.open(level)
    actions.mark_recovered(ticket=ticket, words="已重启服务", by=desk.cast.first_line, at=at)
    return ticket


def closed(desk: Desk) -> Ticket:
    ticket = recovered(desk)
    actions.confirm_recovery(ticket=ticket, words="好了", by=desk.cast.requester, at=NOON + 2 * HOUR)
    return ticket


def test_whoever_takes_a_ticket_works_on_it(desk: Desk) -> None:
    ticket = desk.open()

    actions.assign(ticket=ticket, to=desk.cast.first_line, by=desk.cast.first_line, at=NOON)

    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.assignee, ticket.state, ticket.revision) == (desk.cast.first_line, TicketState.IN_PROGRESS, 2)
    assert Entry.objects.filter(what="desk.ticket_assigned", about_key=str(ticket.uuid)).exists()


def test_only_the_team_has_tickets_in_hand(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast

    with pytest.raises(NotOfTheTeam):
        actions.assign(ticket=ticket, to=cast.requester, by=cast.manager, at=NOON)
    with pytest.raises(NotAllowed):
        actions.assign(ticket=ticket, to=cast.expert, by=cast.client_admin, at=NOON)
    with pytest.raises(NotThere):
        actions.assign(ticket=ticket, to=cast.expert, by=cast.stranger_manager, at=NOON)
    actions.assign(ticket=ticket, to=cast.expert, by=cast.manager, at=NOON)
    with pytest.raises(InTheseHands):
        actions.assign(ticket=ticket, to=cast.expert, by=cast.manager, at=NOON)


def test_a_change_of_what_was_not_seen_is_refused(desk: Desk) -> None:
    ticket = desk.open()
    seen = Ticket.objects.get(pk=ticket.pk)
    actions.assign(ticket=ticket, to=desk.cast.expert, by=desk.cast.expert, at=NOON)

    with pytest.raises(Stale):
        actions.assign(ticket=seen, to=desk.cast.first_line, revision=1, by=desk.cast.first_line, at=NOON + MINUTE)
    assert Ticket.objects.get(pk=ticket.pk).assignee == desk.cast.expert


def test_a_hand_over_needs_words_and_coming_back_is_counted(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast

    with pytest.raises(NeedsNote):
        actions.hand_over(ticket=ticket, tier=Tier.FIRST_LINE, note=" ", by=cast.front_desk, at=NOON)
    with pytest.raises(SameTier):
        actions.hand_over(ticket=ticket, tier=Tier.FRONT_DESK, note="给我", by=cast.front_desk, at=NOON)
    steps = [(Tier.FIRST_LINE, 10), (Tier.SECOND_LINE, 30), (Tier.FIRST_LINE, 45)]
    holds = [
        actions.hand_over(ticket=ticket, tier=tier, note="日志已附", by=cast.first_line, at=NOON + minutes * MINUTE)
        for tier, minutes in steps
    ]

    assert [hold.bounced for hold in holds] == [False, False, True]
    spans = ticket.tier_holds.values_list("tier", "since", "until")
    assert list(spans) == [
        ("front_desk", NOON, NOON + 10 * MINUTE),
        ("first_line", NOON + 10 * MINUTE, NOON + 30 * MINUTE),
        ("second_line", NOON + 30 * MINUTE, NOON + 45 * MINUTE),
        ("first_line", NOON + 45 * MINUTE, None),
    ]
    assert (ticket.tier, ticket.assignee) == (Tier.FIRST_LINE, None)


def test_what_the_vendor_notes_the_client_does_not_read(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    actions.add_note(ticket=ticket, audience=NoteAudience.VENDOR, words="数据库锁", by=cast.expert, at=NOON)
    actions.add_note(ticket=ticket, audience=NoteAudience.EVERYBODY, words="处理中", by=cast.expert, at=NOON)
    actions.add_note(ticket=ticket, audience=NoteAudience.EVERYBODY, words="请尽快", by=cast.requester, at=NOON)

    read = {
        person.username: [note.words for note in queries.notes_of(person, ticket, at=NOON)]
        for person in (cast.requester, cast.client_admin, cast.first_line)
    }

    assert read["requester"] == read["client_admin"] == ["处理中", "请尽快"]
    assert read["first_line"] == ["数据库锁", "处理中", "请尽快"]


def test_who_may_not_write_on_a_ticket(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    for person, audience, refusal in [
        (cast.requester, NoteAudience.VENDOR, NotAllowed),
        (cast.auditor, NoteAudience.EVERYBODY, NotAllowed),
        (cast.leader, NoteAudience.EVERYBODY, NotThere),  # not his ticket
        (cast.stranger_manager, NoteAudience.EVERYBODY, NotThere),
    ]:
        with pytest.raises(refusal):
            actions.add_note(ticket=ticket, audience=audience, words="话", by=person, at=NOON)
    assert not Note.objects.exists()


def test_urging_tells_whoever_holds_the_ticket_and_not_too_often(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    actions.urge(ticket=ticket, words="领导在等", by=cast.requester, at=NOON)
    assert told("desk.urged") == ["front_desk"]  # nobody has it in hand: the tier on whose table it lies

    with pytest.raises(UrgedJustNow):
        actions.urge(ticket=ticket, by=cast.requester, at=NOON + 9 * MINUTE)
    actions.assign(ticket=ticket, to=cast.expert, by=cast.expert, at=NOON + 9 * MINUTE)
    actions.urge(ticket=ticket, by=cast.requester, at=NOON + 10 * MINUTE)

    assert told("desk.urged") == ["expert", "front_desk"]
    assert TicketChange.objects.filter(ticket=ticket, what=ChangeKind.URGED).count() == 2


def test_saying_that_it_works_stops_no_clock_and_asks_the_caller(desk: Desk) -> None:
    ticket = recovered(desk)

    assert desk.clock(ticket, "recovery").ended_at is None
    assert (ticket.state, ticket.recovered_at) == (TicketState.RECOVERED, NOON + HOUR)
    assert told("desk.recovered") == ["requester"]


def test_the_client_confirms_since_when_we_said_so_and_the_ticket_closes(desk: Desk) -> None:
    ticket = recovered(desk)

    actions.confirm_recovery(ticket=ticket, words="好了", by=desk.cast.requester, at=NOON + 5 * HOUR)

    clock = desk.clock(ticket, "recovery")
    assert (clock.standing, clock.ended_at) == (Standing.KEPT, NOON + HOUR)
    assert (ticket.state, ticket.ended_at) == (TicketState.CLOSED, NOON + 5 * HOUR)
    assert not queries.clocks_of(ticket).filter(ended_at__isnull=True).exists()


def test_a_promise_that_was_late_at_the_end_stays_late(desk: Desk) -> None:
    ticket = recovered(desk, Level.FATAL)

    actions.confirm_recovery(ticket=ticket, words="好了", by=desk.cast.requester, at=NOON + 2 * HOUR)

    standings = {clock.commitment: clock.standing for clock in queries.clocks_of(ticket)}
    assert standings["remote"] == Standing.BREACHED
    assert standings["onsite"] == Standing.VOID  # needless since the moment at which it worked
    assert standings["recovery"] == Standing.KEPT


def test_a_clock_that_rested_does_not_keep_the_client_from_confirming_and_rests_no_more(desk: Desk) -> None:
    ticket, by = desk.open(), desk.cast.first_line
    rest = partial(actions.pause_clocks, ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等截图", by=by)
    rest(at=NOON + HOUR)
    actions.mark_recovered(ticket=ticket, words="好", by=by, at=NOON + 2 * HOUR)
    with pytest.raises(NothingPauses):
        rest(at=NOON + 3 * HOUR)

    actions.confirm_recovery(ticket=ticket, words="好了", by=desk.cast.requester, at=NOON + DAY)

    assert desk.clock(ticket, "recovery").standing == Standing.KEPT


def test_not_yet_sends_it_back_and_tells_the_holder(desk: Desk) -> None:
    ticket = recovered(desk)

    actions.say_not_yet(ticket=ticket, words="还是打不开", by=desk.cast.requester, at=NOON + 2 * HOUR)

    assert (ticket.state, ticket.recovered_at) == (TicketState.IN_PROGRESS, None)
    assert told("desk.not_yet") == ["front_desk"]
    assert desk.clock(ticket, "recovery").ended_at is None


def test_only_after_waiting_a_manager_closes_and_no_promise_that_still_runs_is_swept_away(desk: Desk) -> None:
    ticket, cast = recovered(desk), desk.cast
    actions.decide_to_go(ticket=ticket, by=cast.expert, at=NOON + 2 * HOUR)

    def close(at: datetime) -> None:
        actions.close_ticket(ticket=ticket, reason="三日未回复", by=cast.manager, at=at)

    with pytest.raises(NotAllowed):
        actions.close_ticket(ticket=ticket, reason="关", by=cast.expert, at=NOON + 9 * DAY)
    with pytest.raises(StillWaiting):
        close(NOON + 3 * DAY)
    with pytest.raises(ClocksStillRun):
        close(NOON + 4 * DAY)
    actions.record_evidence(
        ticket=ticket, kind=EvidenceKind.CHECK_IN, happened_at=NOON + 3 * HOUR, words="已到现场",
        by=cast.expert, at=NOON + 4 * DAY,
    )  # fmt: skip
    close(NOON + 4 * DAY)

    assert ticket.state == TicketState.CLOSED


def test_the_caller_withdraws_and_nothing_runs_on(desk: Desk) -> None:
    ticket, cast = desk.open(), desk.cast
    with pytest.raises(NotThere):
        actions.withdraw(ticket=ticket, reason="不用了", by=cast.leader, at=NOON + HOUR)

    actions.withdraw(ticket=ticket, reason="是我看错了", by=cast.requester, at=NOON + MINUTE)

    assert ticket.state == TicketState.WITHDRAWN
    assert {clock.standing for clock in queries.clocks_of(ticket)} == {Standing.VOID}


def test_reopening_counts_anew_and_keeps_the_old_outcome(desk: Desk) -> None:
    """Zammad 188, GLPI 23359: closed once was kept for ever, or the old outcome was lost."""
    ticket = closed(desk)

    actions.reopen(ticket=ticket, reason="又出现了", by=desk.cast.requester, at=NOON + 3 * DAY)

    old, new = desk.clock(ticket, "recovery"), desk.clock(ticket, "recovery", cycle=2)
    assert (old.standing, old.ended_by) == (Standing.KEPT, EventKind.STOP)
    assert (new.started_at, new.standing) == (NOON + 3 * DAY, Standing.ON_TRACK)
    assert desk.clock(ticket, "repair_cap", cycle=2).due_at == NOON + 3 * DAY + 4 * HOUR
    assert not queries.clocks_of(ticket).filter(commitment="phone", cycle=2).exists()
    assert (ticket.state, ticket.ended_at) == (TicketState.IN_PROGRESS, None)


def test_a_ticket_does_not_end_before_its_children(desk: Desk) -> None:
    parent, child, cast = recovered(desk), desk.open(), desk.cast
    actions.put_under(ticket=child, parent=parent.number, by=cast.first_line, at=NOON + HOUR)

    with pytest.raises(ChildrenOpen, match=str(child.number)):
        actions.confirm_recovery(ticket=parent, words="好了", by=cast.requester, at=NOON + 2 * HOUR)
    actions.put_under(ticket=child, parent=None, by=cast.first_line, at=NOON + 2 * HOUR)
    actions.confirm_recovery(ticket=parent, words="好了", by=cast.requester, at=NOON + 2 * HOUR)

    assert parent.state == TicketState.CLOSED


def test_what_turns_out_fatal_must_be_visited_since_receipt_and_what_does_not_must_not(desk: Desk) -> None:
    ticket, by = desk.open(Level.ORDINARY), desk.cast.first_line

    actions.change_level(ticket=ticket, level=Level.FATAL, reason="宕机", by=by, at=NOON + 10 * MINUTE)
    assert desk.clock(ticket, "onsite").due_at == NOON + HOUR
    with pytest.raises(SameLevel):
        actions.change_level(ticket=ticket, level=Level.FATAL, reason="宕机", by=by, at=NOON + 11 * MINUTE)
    actions.change_level(ticket=ticket, level=Level.ORDINARY, reason="误报", by=by, at=NOON + 12 * MINUTE)

    assert desk.clock(ticket, "onsite").ended_by == EventKind.RETARGET
    assert not queries.clocks_of(ticket).filter(commitment="onsite", ended_at__isnull=True).exists()


ACTS = ("assign", "recovered", "confirm", "not_yet", "withdraw", "reopen", "hand_over")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=8))
def test_whatever_is_tried_in_whatever_order_the_table_holds(desk: Desk, acts: list[str]) -> None:
    ticket, cast = desk.open(), desk.cast
    done: dict[str, Callable[[datetime], object]] = {
        "assign": lambda at: actions.assign(ticket=ticket, to=cast.expert, by=cast.expert, at=at),
        "recovered": lambda at: actions.mark_recovered(ticket=ticket, words="好", by=cast.expert, at=at),
        "confirm": lambda at: actions.confirm_recovery(ticket=ticket, words="好", by=cast.requester, at=at),
        "not_yet": lambda at: actions.say_not_yet(ticket=ticket, words="没好", by=cast.requester, at=at),
        "withdraw": lambda at: actions.withdraw(ticket=ticket, reason="不用", by=cast.requester, at=at),
        "reopen": lambda at: actions.reopen(ticket=ticket, reason="又坏", by=cast.requester, at=at),
        "hand_over": lambda at: actions.hand_over(
            ticket=ticket,
            tier=Tier.EXPERT if ticket.tier != Tier.EXPERT else Tier.FIRST_LINE,
            note="请看",
            by=cast.expert,
            at=at,
        ),
    }
    for number, act in enumerate(acts, start=1):
        before = TicketState(Ticket.objects.values_list("state", flat=True).get(pk=ticket.pk))
        with contextlib.suppress(WrongState, AlreadyEnded, InTheseHands):
            done[act](NOON + number * HOUR)
        row = Ticket.objects.get(pk=ticket.pk)
        after = TicketState(row.state)
        assert after is before or after in ALLOWED[before]
        assert (row.ended_at is not None) == (after in ENDED)
        assert (after not in ENDED) or not queries.clocks_of(row).filter(ended_at__isnull=True).exists()


def test_every_change_has_a_name_in_both_languages() -> None:
    assert set(CHANGE_NAMES) == set(ChangeKind)
