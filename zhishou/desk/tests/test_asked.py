"""What somebody is asked waits for him until it is answered, and no longer."""

from datetime import timedelta

from conftest import NOON
from zhishou.contracts.rules import Level
from zhishou.desk import actions
from zhishou.desk.tests.factories import Desk
from zhishou.notify.models import Notice
from zhishou.people.models import Person

HOUR = timedelta(hours=1)


def waits(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person, read_at=None).order_by("pk").values_list("kind", flat=True))


def test_what_was_answered_waits_for_nobody_and_what_was_not_waits_on(desk: Desk) -> None:
    cast = desk.cast
    first, other = desk.open(Level.SEVERE), desk.open(Level.SEVERE)
    for ticket in (first, other):
        actions.ask_countersign(ticket=ticket, asked=cast.expert, question="可行？", by=cast.second_line, at=NOON)
        actions.propose_extension(
            clock=desk.clock(ticket, "recovery"), within="3 days", reason="等补丁", by=cast.manager, at=NOON
        )
    countersign, proposal = first.countersigns.get(), desk.clock(first, "recovery").proposals.get()
    actions.answer_countersign(countersign=countersign, agrees=True, by=cast.expert, at=NOON + HOUR)
    actions.answer_proposal(proposal=proposal, agrees=True, by=cast.client_admin, at=NOON + HOUR)
    for ticket in (first, other):
        actions.mark_recovered(ticket=ticket, words="已重启", by=cast.first_line, at=NOON + HOUR)
    actions.say_not_yet(ticket=first, words="还没好", by=cast.requester, at=NOON + 2 * HOUR)

    assert waits(cast.expert) == ["desk.countersign"]
    assert waits(cast.client_admin) == ["desk.proposal"]
    assert waits(cast.requester) == ["desk.recovered"]
    assert {one.link for one in Notice.objects.filter(read_at=None, person=cast.requester)} == {
        f"/c/red-cross/desk/{other.number}/"
    }
