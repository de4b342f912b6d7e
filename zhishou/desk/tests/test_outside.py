"""Somebody without an account writes, hears his number, is asked whether it works, and decides by his reply."""

from datetime import timedelta
from typing import Any

import pytest

from conftest import NOON
from zhishou.desk import actions
from zhishou.desk.actions.taking_in import take_message
from zhishou.desk.models import Answer, Evidence, Inlet, Intake, Note, Received, Ticket
from zhishou.desk.rules.channels import Nature, Outgoing
from zhishou.desk.rules.clocks import Standing
from zhishou.desk.rules.words import EvidenceKind, TicketState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.pigeons import ALICE, MINUTE, Loft, incoming, opened, sent
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.ledger.models import Entry
from zhishou.notify.models import Notice

BOB = "bob@elsewhere.example"
ADMIN = "admin@red-cross.example"
pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def ticket(desk: Desk, inlet: Inlet) -> Ticket:
    return opened(desk, inlet, incoming(sender_name="Bob", sender_address=BOB))


def asked(desk: Desk, ticket: Ticket, loft: Loft, *, minutes: int = 10) -> Outgoing:
    """Say that it works, and return the question that left."""
    at = NOON + minutes * MINUTE
    sent(loft, at=at)
    actions.mark_recovered(ticket=ticket, words="已重启流程服务", by=desk.cast.expert, at=at)
    [question] = sent(loft, at=at)
    return question


def answered(inlet: Inlet, to: Outgoing, words: str, *, minutes: int = 20, **more: object) -> Received:
    given: dict[str, Any] = {"sender_name": "Bob", "sender_address": BOB, "subject": to.subject}
    given |= {"thread": (to.key,)}
    reached_at = NOON + minutes * MINUTE
    said = incoming(words, at=reached_at, **(given | more))
    received = take_message(inlet=inlet, incoming=said, at=max(reached_at, NOON + 20 * MINUTE))
    assert received is not None
    return received


def test_the_number_goes_back_when_the_ticket_is_opened(desk: Desk, inlet: Inlet, loft: Loft) -> None:
    opened(desk, inlet, incoming(sender_name="Bob", sender_address=BOB))

    number = sent(loft)[-1]

    assert number.address == BOB
    assert number.subject == "Re: 求助 [red-cross-1]"
    assert "工单 1" in number.words
    assert number.is_automatic


def test_the_number_goes_back_when_it_was_known_already(desk: Desk, inlet: Inlet, loft: Loft) -> None:
    ticket = desk.open()
    received = take_message(inlet=inlet, incoming=incoming(sender_address=BOB), at=NOON)
    assert received is not None
    assert received.intake is not None

    actions.join_intake(intake=received.intake, number=ticket.number, by=desk.cast.front_desk, at=NOON)

    assert f"[red-cross-{ticket.number}]" in sent(loft)[-1].subject


def test_nothing_leaves_where_nobody_wrote(desk: Desk, inlet: Inlet, loft: Loft) -> None:
    ticket = desk.open()
    actions.mark_recovered(ticket=ticket, words="好了", by=desk.cast.expert, at=NOON)

    assert sent(loft) == []
    assert not Answer.objects.exists()


def test_a_reply_of_one_confirms_with_the_message_as_evidence(
    desk: Desk, inlet: Inlet, loft: Loft, ticket: Ticket
) -> None:
    question = asked(desk, ticket, loft)
    assert "已重启流程服务" in question.words

    received = answered(inlet, question, '1\n\n在 2023-03-15，"值守" 写道：\n> 请回复 2')

    ticket.refresh_from_db()
    evidence = Evidence.objects.get(kind=EvidenceKind.CONFIRMATION)
    assert ticket.state == TicketState.CLOSED
    assert (evidence.by, evidence.by_name, evidence.words) == (None, "Bob", "1")
    assert evidence.source == f"pigeon {received.reference}"
    assert desk.clock(ticket, "recovery").standing == Standing.KEPT
    assert desk.clock(ticket, "recovery").ended_at == NOON + 10 * MINUTE
    assert Entry.objects.filter(what="desk.ticket_confirmed", by_name="channel pigeon").exists()
    assert "请回复 2" in Note.objects.get().words  # the whole message stands on the ticket


def test_a_reply_of_two_lets_the_work_go_on_and_tells_it(
    desk: Desk, inlet: Inlet, loft: Loft, ticket: Ticket
) -> None:
    question = asked(desk, ticket, loft)

    answered(inlet, question, "2")

    ticket.refresh_from_db()
    assert ticket.state == TicketState.IN_PROGRESS
    assert desk.clock(ticket, "recovery").ended_at is None
    assert Notice.objects.filter(kind="desk.not_yet").exists()
    again = asked(desk, ticket, loft, minutes=30)
    assert again.key != question.key
    answered(inlet, again, "1", minutes=40, reference="<again>")
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CLOSED


@pytest.mark.parametrize(
    ("words", "more"),
    [
        pytest.param("好了，但是打印还不行", {}, id="words that a person must read"),
        pytest.param("1", {"sender_address": "mallory@elsewhere.example"}, id="somebody who was not asked"),
        pytest.param("1", {"sender_address": ADMIN}, id="somebody who sees the ticket and was not asked"),
        pytest.param("1", {"nature": Nature.AUTOMATIC}, id="a machine"),
        pytest.param("1", {"minutes": 5}, id="written before we asked"),
    ],
)
def test_nothing_else_decides(words: str, more: dict[str, object], desk: Desk, inlet: Inlet, loft: Loft) -> None:
    ticket = opened(desk, inlet, incoming(sender_name="Bob", sender_address=BOB))
    desk.cast.client_admin.email = ADMIN
    desk.cast.client_admin.save(update_fields=["email"])
    question = asked(desk, ticket, loft)
    minutes = int(str(more.pop("minutes", 20)))

    answered(inlet, question, words, minutes=minutes, **more)

    ticket.refresh_from_db()
    assert ticket.state == TicketState.RECOVERED
    assert not Evidence.objects.filter(kind=EvidenceKind.CONFIRMATION).exists()
    assert Note.objects.filter(words=words).exists() or Intake.objects.filter(words__contains=words).exists()


def test_who_has_an_account_decides_on_the_page(desk: Desk, inlet: Inlet, loft: Loft) -> None:
    ticket = opened(desk, inlet, incoming())
    sent(loft)
    actions.mark_recovered(ticket=ticket, words="好了", by=desk.cast.expert, at=NOON + MINUTE)
    assert sent(loft, at=NOON + MINUTE) == []

    take_message(
        inlet=inlet,
        incoming=incoming("1", subject="Re: [red-cross-1]", at=NOON + 2 * MINUTE, sender_address=ALICE),
        at=NOON + 2 * MINUTE,
    )

    ticket.refresh_from_db()
    assert ticket.state == TicketState.RECOVERED


def test_a_child_that_is_open_keeps_a_reply_from_ending_its_parent(
    desk: Desk, inlet: Inlet, loft: Loft, ticket: Ticket
) -> None:
    child = desk.open()
    actions.put_under(ticket=child, parent=ticket.number, by=desk.cast.expert, at=NOON)

    answered(inlet, asked(desk, ticket, loft), "1")

    ticket.refresh_from_db()
    assert ticket.state == TicketState.RECOVERED
    assert Notice.objects.filter(kind="desk.replied").exists()


def test_who_did_not_answer_hears_that_it_was_closed(desk: Desk, inlet: Inlet, loft: Loft, ticket: Ticket) -> None:
    asked(desk, ticket, loft)
    at = NOON + timedelta(days=3, minutes=10)

    actions.close_ticket(ticket=ticket, reason="三日未答复", by=desk.cast.manager, at=at)

    assert "三日未答复" in sent(loft, at=at)[0].words


def test_what_a_reply_quotes_is_folded_on_the_page(desk: Desk, inlet: Inlet, loft: Loft, ticket: Ticket) -> None:
    question = asked(desk, ticket, loft)
    answered(inlet, question, '请稍等，我再试试\n\n在 2023-03-15，"值守" 写道：\n> 旧话')

    shown = signed_in(desk.cast.expert).get(f"/c/red-cross/desk/{ticket.number}/").content.decode()

    assert "请稍等，我再试试" in shown
    folded = shown[shown.index('class="desk-quoted"') :]
    assert "旧话" in folded[: folded.index("</details>")]
    assert shown.count("旧话") == shown.count('class="desk-quoted"')
