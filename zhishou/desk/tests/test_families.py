"""Tickets that belong together."""

from datetime import timedelta

import pytest

from conftest import NOON
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts.rules import Level
from zhishou.desk import actions, queries
from zhishou.desk.actions.changing import WrongState
from zhishou.desk.actions.families import (
    GraverThanTheOlder,
    InItsOwnFamily,
    LinkedAlready,
    MergeIntoTheOlder,
    NotLinked,
)
from zhishou.desk.models import Ticket
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.words import EvidenceKind, NoteAudience, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.people.rules import Tier

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_merging_loses_nothing_and_the_clocks_follow_the_older(desk: Desk) -> None:
    """Zammad 904: a merge lost the clocks of one of the two."""
    cast = desk.cast
    older = desk.open()
    younger = desk.open(reached_at=NOON + 10 * MINUTE)
    child = desk.open(reached_at=NOON + 11 * MINUTE)
    actions.put_under(ticket=child, parent=younger.number, by=cast.expert, at=NOON + 12 * MINUTE)
    actions.add_note(
        ticket=younger, audience=NoteAudience.EVERYBODY, words="附言", by=cast.expert, at=NOON + 15 * MINUTE
    )
    actions.record_evidence(
        ticket=younger, kind=EvidenceKind.REMOTE_SESSION, happened_at=NOON + 20 * MINUTE, words="已远程",
        by=cast.expert, at=NOON + 20 * MINUTE,
    )  # fmt: skip

    actions.merge(ticket=younger, into=older.number, reason="同一问题", by=cast.expert, at=NOON + 30 * MINUTE)

    assert (younger.state, younger.merged_into) == (TicketState.MERGED, older)
    assert {clock.standing for clock in queries.clocks_of(younger)} >= {Standing.VOID}
    assert not queries.clocks_of(younger).filter(ended_at__isnull=True).exists()
    assert older.intakes.count() == 2
    assert Ticket.objects.get(pk=child.pk).parent == older
    assert [note.words for note in queries.notes_of(cast.requester, older, at=NOON)] == ["附言"]
    assert [one.ticket for one in queries.evidence_of(older)] == [younger]
    kept = desk.clock(older, "remote")
    assert (kept.standing, kept.ended_at) == (Standing.KEPT, NOON + 20 * MINUTE)
    assert desk.clock(older, "recovery").started_at == NOON
    changes = [line.what for line in queries.history(cast.expert, ticket=older, at=NOON + HOUR)]
    assert (changes.count("took_in"), changes.count("merged")) == (1, 0)


def test_what_was_late_before_the_merge_stays_late(desk: Desk) -> None:
    older, younger = desk.open(Level.FATAL), desk.open(Level.FATAL, reached_at=NOON + MINUTE)

    actions.merge(ticket=younger, into=older.number, reason="同一问题", by=desk.cast.expert, at=NOON + 2 * HOUR)

    assert desk.clock(younger, "remote").standing == Standing.BREACHED


def test_merges_of_merges_are_flat(desk: Desk) -> None:
    first, second, third = (desk.open(reached_at=NOON + minutes * MINUTE) for minutes in range(3))
    by = desk.cast.expert
    actions.merge(ticket=third, into=second.number, reason="同", by=by, at=NOON + HOUR)

    actions.merge(ticket=second, into=first.number, reason="同", by=by, at=NOON + HOUR)

    assert {one.merged_into for one in Ticket.objects.filter(pk__in=[second.pk, third.pk])} == {first}
    with pytest.raises(WrongState):
        actions.reopen(ticket=third, reason="又", by=by, at=NOON + 2 * HOUR)


def test_merges_that_would_give_time_back_are_refused(desk: Desk) -> None:
    by = desk.cast.expert
    older, younger = desk.open(Level.SEVERE), desk.open(Level.FATAL, reached_at=NOON + MINUTE)

    with pytest.raises(MergeIntoTheOlder):
        actions.merge(ticket=older, into=younger.number, reason="同", by=by, at=NOON + HOUR)
    with pytest.raises(GraverThanTheOlder):
        actions.merge(ticket=younger, into=older.number, reason="同", by=by, at=NOON + HOUR)
    with pytest.raises(InItsOwnFamily):
        actions.merge(ticket=older, into=older.number, reason="同", by=by, at=NOON + HOUR)


def test_a_family_has_no_circles(desk: Desk) -> None:
    grandparent, parent, child = (desk.open() for _ in range(3))
    by = desk.cast.expert
    actions.put_under(ticket=parent, parent=grandparent.number, by=by, at=NOON)
    actions.put_under(ticket=child, parent=parent.number, by=by, at=NOON)

    for above in (child, parent, grandparent):
        with pytest.raises(InItsOwnFamily):
            actions.put_under(ticket=grandparent, parent=above.number, by=by, at=NOON)


def test_links_are_made_once_and_taken_back(desk: Desk) -> None:
    one, other, by = desk.open(), desk.open(), desk.cast.expert
    actions.link(ticket=one, to=other.number, by=by, at=NOON)

    with pytest.raises(LinkedAlready):
        actions.link(ticket=other, to=one.number, by=by, at=NOON)
    assert [found.number for found in queries.linked_tickets(by, one, at=NOON)] == [other.number]
    actions.unlink(ticket=other, to=one.number, by=by, at=NOON)
    with pytest.raises(NotLinked):
        actions.unlink(ticket=one, to=other.number, by=by, at=NOON)


def test_only_the_team_joins_tickets_and_only_of_one_contract(desk: Desk) -> None:
    ticket, other = desk.open(), desk.open()

    with pytest.raises(NotAllowed):
        actions.link(ticket=ticket, to=other.number, by=desk.cast.requester, at=NOON)
    with pytest.raises(NotThere):
        actions.link(ticket=ticket, to=999, by=desk.cast.expert, at=NOON)


def test_the_history_is_one_line_of_time_and_tells_the_client_no_internal_words(desk: Desk) -> None:
    ticket, cast = desk.open(Level.FATAL, channel="phone"), desk.cast
    actions.hand_over(ticket=ticket, tier=Tier.FIRST_LINE, note="内部话", by=cast.front_desk, at=NOON + MINUTE)
    actions.add_note(
        ticket=ticket, audience=NoteAudience.VENDOR, words="锁表", by=cast.expert, at=NOON + 2 * MINUTE
    )
    actions.urge(ticket=ticket, by=cast.requester, at=NOON + 3 * MINUTE)
    actions.tell_news(at=NOON + 11 * MINUTE)

    ours = queries.history(cast.expert, ticket=ticket, at=NOON + HOUR)
    theirs = queries.history(cast.requester, ticket=ticket, at=NOON + HOUR)

    assert [(line.kind.value, line.what) for line in ours] == [
        ("intake", "phone"), ("evidence", "call"), ("change", "handed_over"), ("note", "vendor"),
        ("change", "urged"), ("clock", "breach"),
    ]  # fmt: skip
    assert ours[-1].at == NOON + 10 * MINUTE
    assert not any("内部话" in line.words or "锁表" in line.words for line in theirs)
    assert len(theirs) == 5
    with pytest.raises(NotThere):
        queries.history(cast.stranger_manager, ticket=ticket, at=NOON)
