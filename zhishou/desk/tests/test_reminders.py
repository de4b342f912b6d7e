"""Who does not say whether it works is asked again, as the contract says, and only then may a manager close."""

from datetime import timedelta

import pytest

from conftest import NOON, Cast
from zhishou.contracts.tests.factories import load
from zhishou.desk import actions, jobs
from zhishou.desk.actions.endings import StillWaiting
from zhishou.desk.models import Inlet, Ticket, TicketChange
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.words import TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.pigeons import Loft, incoming, opened, sent
from zhishou.notify.models import Notice

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


def asked(desk: Desk, ticket: Ticket) -> Ticket:
    since = ticket.reached_at
    actions.mark_recovered(ticket=ticket, words="好了", works_since=since, by=desk.cast.expert, at=NOON + HOUR)
    return ticket


def reminders() -> int:
    return TicketChange.objects.filter(what=ChangeKind.ASKED_AGAIN).count()


def test_the_caller_is_asked_again_once_for_each_reminder(desk: Desk) -> None:
    ticket = asked(desk, desk.open())
    counts = []
    for moment in (DAY, DAY + HOUR, DAY + 2 * HOUR, 2 * DAY + HOUR, 2 * DAY + 9 * HOUR, 9 * DAY):
        jobs.tick_reminders(at=NOON + moment)
        counts.append(reminders())

    assert counts == [0, 1, 1, 2, 2, 2]
    told = Notice.objects.filter(kind="desk.asked_again")
    assert {one.person for one in told} == {desk.cast.requester}
    assert told.count() == 2
    assert told[0].words["words"] == "2023-03-18 13:00"
    ticket.refresh_from_db()
    assert ticket.state == TicketState.RECOVERED


def test_who_has_answered_is_not_asked_again(desk: Desk) -> None:
    answered, denied = asked(desk, desk.open()), asked(desk, desk.open())
    actions.confirm_recovery(ticket=answered, words="好", by=desk.cast.requester, at=NOON + 2 * HOUR)
    actions.say_not_yet(ticket=denied, words="没好", by=desk.cast.requester, at=NOON + 2 * HOUR)

    jobs.tick_reminders(at=NOON + 3 * DAY)

    assert reminders() == 0


def test_who_has_no_account_is_asked_again_where_he_wrote(desk: Desk, inlet: Inlet, loft: Loft) -> None:
    asked(desk, opened(desk, inlet, incoming(sender_address="bob@elsewhere.example")))
    sent(loft, at=NOON + HOUR)

    jobs.tick_reminders(at=NOON + DAY + HOUR)

    [again] = sent(loft, at=NOON + DAY + HOUR)
    assert "2023-03-18 13:00" in again.words
    assert again.address == "bob@elsewhere.example"


def test_silence_counts_from_the_question_and_not_from_when_it_is_said_to_work(desk: Desk) -> None:
    ticket = asked(desk, desk.open())

    with pytest.raises(StillWaiting, match="2023-03-18 13:00"):
        actions.close_ticket(ticket=ticket, reason="三日未答复", by=desk.cast.manager, at=NOON + 3 * DAY)
    actions.close_ticket(ticket=ticket, reason="三日未答复", by=desk.cast.manager, at=NOON + 3 * DAY + HOUR)

    assert ticket.state == TicketState.CLOSED


def test_the_figures_are_the_contracts_own(cast: Cast) -> None:
    load(cast, ('within = "3 days"\nremind_after = ["1 day", "2 days"]', 'within = "5 hours"\nremind_after = []'))
    desk = Desk(cast=cast)
    ticket = asked(desk, desk.open())

    jobs.tick_reminders(at=NOON + 5 * HOUR)
    actions.close_ticket(ticket=ticket, reason="未答复", by=cast.manager, at=NOON + 6 * HOUR)

    assert (reminders(), ticket.state) == (0, TicketState.CLOSED)
