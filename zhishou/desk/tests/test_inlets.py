"""What an inlet takes in, once: an intake, or a note on the ticket that its sender may speak of."""

from typing import Any

import pytest

from conftest import NOON
from zhishou.desk import actions
from zhishou.desk.actions import inlets
from zhishou.desk.actions.taking_in import take_message
from zhishou.desk.models import Answer, Inlet, Intake, Note, Received
from zhishou.desk.queries import history
from zhishou.desk.rules.channels import Nature
from zhishou.desk.rules.inlets import AnswerKind, AnswerState
from zhishou.desk.rules.words import IntakeState, NoteAudience
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.pigeons import ALICE, MINUTE, Loft, incoming, noted, opened, sent
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.notify.models import Notice

pytestmark = pytest.mark.django_db


def test_a_new_message_is_an_intake_of_the_moment_it_reached_us(desk: Desk, inlet: Inlet) -> None:
    take_message(inlet=inlet, incoming=incoming(at=NOON - 5 * MINUTE), at=NOON)

    intake = Intake.objects.get()
    assert (intake.channel, intake.state, intake.reached_at) == ("pigeon", IntakeState.WAITING, NOON - 5 * MINUTE)
    assert intake.words == "求助\n\n公文打不开"
    assert (intake.caller, intake.caller_contact) == (desk.cast.requester, ALICE)


def test_the_same_message_twice_is_one(inlet: Inlet) -> None:
    assert take_message(inlet=inlet, incoming=incoming(), memory="1", at=NOON) is not None
    assert take_message(inlet=inlet, incoming=incoming(), memory="2", at=NOON + MINUTE) is None

    assert Intake.objects.count() == 1
    inlet.refresh_from_db()
    assert inlet.memory == "2"


def test_a_mail_to_two_of_our_mailboxes_is_one_intake(desk: Desk, inlet: Inlet) -> None:
    other = inlets.add_inlet(
        engagement=desk.cast.engagement, kind="pigeon", details={"loft": "two"}, by=desk.cast.manager, at=NOON
    )
    opened(desk, inlet, incoming())

    assert take_message(inlet=other, incoming=incoming(), at=NOON + MINUTE) is not None

    assert Intake.objects.count() == 1
    assert Answer.objects.filter(kind=AnswerKind.ACKNOWLEDGEMENT).count() == 1
    assert Received.objects.count() == 2


def test_a_clock_that_is_ahead_does_not_stop_a_message(inlet: Inlet) -> None:
    take_message(inlet=inlet, incoming=incoming(at=NOON + 60 * MINUTE), at=NOON)

    assert Intake.objects.get().reached_at == NOON


def test_an_answer_to_ours_becomes_a_note_of_its_ticket_and_is_told_once(
    desk: Desk, inlet: Inlet, loft: Loft
) -> None:
    ticket = opened(desk, inlet, incoming())
    noted(desk, ticket)
    ours = sent(loft)[-1]

    take_message(inlet=inlet, incoming=incoming("还是不行", thread=(ours.key,)), at=NOON + MINUTE)

    note = Note.objects.get(words="还是不行")
    assert (note.ticket, note.audience, note.by, note.by_name) == (ticket, NoteAudience.EVERYBODY, None, "Alice")
    assert Intake.objects.get(reference="<还是不行>").state == IntakeState.JOINED
    told = [one.words for one in history(desk.cast.first_line, ticket=ticket, at=NOON + 60 * MINUTE)]
    assert [words for words in told if "还是不行" in words] == ["还是不行"]
    notice = Notice.objects.get(kind="desk.replied")
    assert notice.person == desk.cast.front_desk  # nobody has it in hand: the tier on whose table it lies


@pytest.mark.parametrize(
    ("more", "joins"),
    [
        pytest.param({"thread": ("<公文打不开>",)}, True, id="by their own first message"),
        pytest.param({"subject": "Re: 求助 [red-cross-1]"}, True, id="by number"),
        pytest.param({"subject": "回复：【RED-CROSS－1】"}, True, id="by number, as Chinese keyboards write it"),
        pytest.param({"subject": "[red-cross-7]"}, False, id="no such ticket"),
        pytest.param({"subject": "[elsewhere-1]"}, False, id="another contract's number"),
        pytest.param({"subject": "[red-cross-1]", "sender_address": "bob@example.org"}, False, id="a stranger"),
        pytest.param(
            {"thread": ("<公文打不开>",), "sender_address": "bob@example.org"}, False, id="a stranger in the thread"
        ),
        pytest.param({"subject": "[red-cross-1]", "sender_address": ""}, False, id="nobody"),
        pytest.param({"subject": "[red-cross-1]", "sender_address": "EXPERT@example.org"}, True, id="the vendor's"),
        pytest.param({"subject": "[red-cross-1]", "sender_address": "leader@example.org"}, False, id="a colleague"),
    ],
)
def test_only_who_may_see_a_ticket_adds_to_it(
    more: dict[str, Any],
    joins: bool,  # noqa: FBT001 - a case of the table
    desk: Desk,
    inlet: Inlet,
) -> None:
    for person in (desk.cast.expert, desk.cast.leader):
        person.email = f"{person.username}@example.org"
        person.save(update_fields=["email"])
    opened(desk, inlet, incoming())

    take_message(inlet=inlet, incoming=incoming("再说一次", **more), at=NOON + MINUTE)

    assert Note.objects.filter(words="再说一次").exists() is joins
    assert Intake.objects.filter(state=IntakeState.WAITING).exists() is not joins


def test_who_has_no_account_adds_to_what_he_wrote_about_himself(desk: Desk, inlet: Inlet) -> None:
    opened(desk, inlet, incoming(sender_address="zhao@example.org"))

    take_message(
        inlet=inlet,
        incoming=incoming("补充", subject="[red-cross-1]", sender_address="Zhao@Example.org"),
        at=NOON + MINUTE,
    )

    assert Note.objects.get().words == "补充"


def test_an_answer_to_an_ended_ticket_waits_for_the_front_desk_and_says_of_which_it_speaks(
    desk: Desk, inlet: Inlet
) -> None:
    ticket = opened(desk, inlet, incoming())
    actions.withdraw(ticket=ticket, reason="好了", by=desk.cast.requester, at=NOON)

    received = take_message(inlet=inlet, incoming=incoming("又坏了", thread=("<公文打不开>",)), at=NOON + MINUTE)

    assert received is not None
    assert received.follows == ticket
    page = signed_in(desk.cast.front_desk).get(f"/c/red-cross/desk/intakes/{received.intake.uuid}/")  # type: ignore[union-attr]
    assert "#1" in page.content.decode()
    assert Intake.objects.filter(state=IntakeState.WAITING).get() == received.intake


def test_a_merged_ticket_leads_on(desk: Desk, inlet: Inlet) -> None:
    first = desk.open()
    second = opened(desk, inlet, incoming())
    actions.merge(ticket=second, into=first.number, reason="同一件事", by=desk.cast.front_desk, at=NOON)

    take_message(inlet=inlet, incoming=incoming("补充", thread=("<公文打不开>",)), at=NOON + MINUTE)

    assert Note.objects.get(words="补充").ticket.number == first.number


@pytest.mark.parametrize("nature", [Nature.AUTOMATIC, Nature.BOUNCE, Nature.OWN])
def test_what_no_person_wrote_is_kept_and_never_answered(nature: Nature, inlet: Inlet) -> None:
    received = take_message(inlet=inlet, incoming=incoming(nature=nature), at=NOON)

    assert received is not None
    assert received.nature == nature
    assert not Answer.objects.exists()
    # A programme may report a fault; what only came back is nobody's report.
    assert Intake.objects.exists() is (nature is Nature.AUTOMATIC)


def test_an_automatic_answer_on_a_ticket_is_for_the_team_only(desk: Desk, inlet: Inlet) -> None:
    opened(desk, inlet, incoming())

    take_message(
        inlet=inlet,
        incoming=incoming("我在休假", thread=("<公文打不开>",), nature=Nature.AUTOMATIC),
        at=NOON + MINUTE,
    )

    assert Note.objects.get().audience == NoteAudience.VENDOR
    assert Intake.objects.count() == 1


def test_our_own_message_that_comes_back_is_known_by_its_id(inlet: Inlet) -> None:
    take_message(inlet=inlet, incoming=incoming(), at=NOON)
    ours = Answer.objects.get()

    received = take_message(inlet=inlet, incoming=incoming(reference=ours.reference), at=NOON + MINUTE)

    assert received is not None
    assert received.nature == Nature.OWN
    assert Intake.objects.count() == 1


def test_what_came_back_is_marked_and_told_to_the_team(desk: Desk, inlet: Inlet, loft: Loft) -> None:
    ticket = opened(desk, inlet, incoming())
    noted(desk, ticket)
    ours = sent(loft)[-1]

    take_message(
        inlet=inlet,
        incoming=incoming("550 no such user", thread=(ours.key,), nature=Nature.BOUNCE, sender_address=""),
        at=NOON + MINUTE,
    )

    assert Answer.objects.get(reference=ours.key).state == AnswerState.RETURNED
    assert Note.objects.get(words="550 no such user").audience == NoteAudience.VENDOR
    assert [one.person for one in Notice.objects.filter(kind="desk.replied")] == [desk.cast.front_desk]


def test_a_message_that_cannot_be_read_is_shown_and_says_so(desk: Desk, inlet: Inlet) -> None:
    received = take_message(
        inlet=inlet,
        incoming=incoming("", subject="", trouble="unreadable", may_acknowledge=False),
        at=NOON,
    )

    assert received is not None
    assert received.intake is not None
    page = signed_in(desk.cast.front_desk).get(f"/c/red-cross/desk/intakes/{received.intake.uuid}/")
    assert "这条消息无法读出" in page.content.decode()
