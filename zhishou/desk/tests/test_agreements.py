"""More time, or no judgement: proposed by the vendor, agreed by the client, and only then."""

from datetime import timedelta

import pytest

from conftest import NOON
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.contracts.rules import Level
from zhishou.desk import actions, queries
from zhishou.desk.actions.agreements import (
    AlreadyAnsweredProposal,
    ClockHasEnded,
    NotExtendable,
    NotLonger,
    ProposalWaits,
)
from zhishou.desk.actions.clocks import NeedsReason
from zhishou.desk.models import Proposal
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.tests.factories import Desk
from zhishou.notify.models import Notice

pytestmark = pytest.mark.once

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def proposed(desk: Desk, within: str = "3 days") -> Proposal:
    clock = desk.clock(desk.open(Level.SEVERE), "recovery")
    return actions.propose_extension(
        clock=clock, within=within, reason="等待厂商补丁", by=desk.cast.manager, at=NOON + HOUR
    )


def test_nothing_changes_until_the_client_agrees(desk: Desk) -> None:
    proposal = proposed(desk)
    clock = proposal.clock
    assert desk.clock(clock.ticket, "recovery").due_at == NOON + DAY
    asked = Notice.objects.get(kind="desk.proposal")
    assert asked.person == desk.cast.client_admin

    actions.answer_proposal(proposal=proposal, agrees=True, by=desk.cast.client_admin, at=NOON + 2 * HOUR)

    clock = desk.clock(clock.ticket, "recovery")
    assert (clock.originally_due_at, clock.due_at) == (NOON + DAY, NOON + 3 * DAY)
    assert not queries.pending_proposals(desk.cast.client_admin, engagement=desk.cast.engagement, at=NOON).exists()


def test_a_refusal_says_why_and_changes_nothing(desk: Desk) -> None:
    proposal, admin = proposed(desk), desk.cast.client_admin

    with pytest.raises(NeedsReason):
        actions.answer_proposal(proposal=proposal, agrees=False, by=admin, at=NOON + 2 * HOUR)
    actions.answer_proposal(proposal=proposal, agrees=False, words="业务不能等", by=admin, at=NOON + 2 * HOUR)

    assert desk.clock(proposal.clock.ticket, "recovery").due_at == NOON + DAY
    with pytest.raises(AlreadyAnsweredProposal):
        actions.answer_proposal(proposal=proposal, agrees=True, by=admin, at=NOON + 3 * HOUR)


def test_agreeing_after_the_deadline_does_not_take_the_breach_back(desk: Desk) -> None:
    proposal = proposed(desk)

    actions.answer_proposal(proposal=proposal, agrees=True, by=desk.cast.client_admin, at=NOON + 2 * DAY)

    clock = desk.clock(proposal.clock.ticket, "recovery")
    assert (clock.standing, clock.breached_at) == (Standing.BREACHED, NOON + DAY)


@pytest.mark.parametrize(
    ("level", "commitment"), [(Level.FATAL, "recovery"), (Level.SEVERE, "repair_cap"), (Level.SEVERE, "remote")]
)
def test_only_what_the_contract_lets_be_extended(desk: Desk, level: Level, commitment: str) -> None:
    clock = desk.clock(desk.open(level), commitment)

    with pytest.raises(NotExtendable):
        actions.propose_extension(clock=clock, within="3 days", reason="难", by=desk.cast.manager, at=NOON)


@pytest.mark.parametrize("within", ["1 day", "2 hours", "soon", ""])
def test_an_extension_is_longer_and_well_written(desk: Desk, within: str) -> None:
    with pytest.raises(NotLonger):
        proposed(desk, within)


def test_a_voided_clock_is_judged_no_more(desk: Desk) -> None:
    clock = desk.clock(desk.open(Level.FATAL), "onsite")
    proposal = actions.propose_void(clock=clock, reason="机房封闭", by=desk.cast.manager, at=NOON)
    with pytest.raises(ProposalWaits):
        actions.propose_void(clock=clock, reason="再提", by=desk.cast.manager, at=NOON)

    actions.answer_proposal(proposal=proposal, agrees=True, by=desk.cast.client_admin, at=NOON + HOUR / 2)

    assert desk.clock(clock.ticket, "onsite").standing == Standing.VOID
    with pytest.raises(ClockHasEnded):
        actions.propose_void(clock=clock, reason="又提", by=desk.cast.manager, at=NOON + HOUR)


def test_the_vendor_proposes_and_only_the_clients_administrator_answers(desk: Desk) -> None:
    cast, clock = desk.cast, desk.clock(desk.open(Level.SEVERE), "recovery")

    with pytest.raises(NotAllowed):
        actions.propose_void(clock=clock, reason="x", by=cast.client_admin, at=NOON)
    proposal = actions.propose_void(clock=clock, reason="x", by=cast.expert, at=NOON)
    for person, refusal in [
        (cast.manager, NotAllowed), (cast.requester, NotAllowed), (cast.stranger_admin, NotThere),
    ]:  # fmt: skip
        with pytest.raises(refusal):
            actions.answer_proposal(proposal=proposal, agrees=True, by=person, at=NOON)
    with pytest.raises(NotThere):
        queries.get_proposal(cast.stranger_admin, engagement=cast.engagement, uuid=proposal.uuid, at=NOON)
    found = queries.get_proposal(cast.client_admin, engagement=cast.engagement, uuid=proposal.uuid, at=NOON)
    assert list(queries.proposals_of(clock.ticket)) == [found]
