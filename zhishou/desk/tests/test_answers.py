"""What leaves by the inlet through which its reader wrote to us."""

from datetime import timedelta

import pytest

from conftest import NOON
from zhishou.desk import actions
from zhishou.desk.actions.taking_in import take_message
from zhishou.desk.channels.protocol import Receipt
from zhishou.desk.models import Answer, Inlet, Intake
from zhishou.desk.queries.inlets import due_answers
from zhishou.desk.rules.inlets import AnswerKind, AnswerState
from zhishou.desk.rules.words import NoteAudience
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.pigeons import ALICE, MINUTE, Loft, incoming, noted, opened, sent
from zhishou.notify.rules import Outcome

pytestmark = pytest.mark.django_db


def test_an_acknowledgement_leaves_once_and_says_that_a_machine_wrote_it(inlet: Inlet, loft: Loft) -> None:
    take_message(inlet=inlet, incoming=incoming(), at=NOON)
    take_message(inlet=inlet, incoming=incoming(), at=NOON)

    [ours] = sent(loft)
    assert sent(loft, at=NOON + 10 * MINUTE) == []
    assert ours.is_automatic
    assert (ours.address, ours.answers, ours.thread) == (ALICE, "<公文打不开>", ("<公文打不开>",))
    assert "2023-03-15 12:00" in ours.words


def test_a_flood_is_taken_in_but_not_answered_for_ever(inlet: Inlet) -> None:
    for number in range(8):
        take_message(inlet=inlet, incoming=incoming(f"{number}"), at=NOON)

    assert Intake.objects.count() == 8
    assert Answer.objects.count() == 5
    take_message(inlet=inlet, incoming=incoming("later"), at=NOON + 61 * MINUTE)
    assert Answer.objects.count() == 6


def test_an_answer_without_a_ticket_goes_back_to_whoever_asked(desk: Desk, inlet: Inlet, loft: Loft) -> None:
    received = take_message(inlet=inlet, incoming=incoming(), at=NOON)
    sent(loft)

    assert received is not None
    assert received.intake is not None
    actions.answer_intake(intake=received.intake, answer="清除缓存即可", by=desk.cast.front_desk, at=NOON)

    [ours] = sent(loft)
    assert ours.words == "清除缓存即可"
    assert not ours.is_automatic


def test_what_the_team_says_among_itself_and_what_came_otherwise_never_leaves(desk: Desk, inlet: Inlet) -> None:
    ticket, other = opened(desk, inlet, incoming(may_acknowledge=False)), desk.open()
    actions.add_note(ticket=ticket, audience=NoteAudience.VENDOR, words="内部", by=desk.cast.first_line, at=NOON)
    noted(desk, other)
    actions.add_note(
        ticket=ticket, audience=NoteAudience.EVERYBODY, words="我自己", by=desk.cast.requester, at=NOON
    )

    assert [one.kind for one in Answer.objects.all()] == [AnswerKind.OPENED]


def test_an_answer_is_tried_again_and_given_up_in_the_end(inlet: Inlet, loft: Loft) -> None:
    take_message(inlet=inlet, incoming=incoming(), at=NOON)
    loft.says = Receipt(outcome=Outcome.TEMPORARY, answer="451 later")
    at, tried = NOON, 0

    while (waiting := due_answers(at=at + timedelta(days=2)).first()) is not None:
        at = max(at, waiting.next_try_at or at)
        tried += len(sent(loft, at=at))

    assert tried == 8
    answer = Answer.objects.get()
    assert (answer.state, answer.last_answer) == (AnswerState.GIVEN_UP, "451 later")


def test_a_refused_address_is_not_tried_again(inlet: Inlet, loft: Loft) -> None:
    take_message(inlet=inlet, incoming=incoming(), at=NOON)
    loft.says = Receipt(outcome=Outcome.PERMANENT, answer="550 no such user")

    assert len(sent(loft)) == 1
    assert Answer.objects.get().state == AnswerState.GIVEN_UP


def test_a_sender_that_died_leaves_its_answer_to_another_with_the_same_id(inlet: Inlet, loft: Loft) -> None:
    take_message(inlet=inlet, incoming=incoming(), at=NOON)
    reference = Answer.objects.get().reference
    Answer.objects.update(next_try_at=NOON + 5 * MINUTE, attempts=1)  # taken, and never heard of again

    assert sent(loft, at=NOON + MINUTE) == []
    assert [one.key for one in sent(loft, at=NOON + 6 * MINUTE)] == [reference]
