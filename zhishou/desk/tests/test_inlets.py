"""What an inlet takes in, once: an intake, or a note on the ticket that its sender may speak of."""

import hashlib
import hmac
from collections.abc import Generator, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.test import Client

from conftest import NOON
from zhishou.desk import actions
from zhishou.desk.actions import inlets
from zhishou.desk.actions.answers import send_due
from zhishou.desk.actions.taking_in import take_message
from zhishou.desk.channels.protocol import Call, Channel, Details, Found, Heard, InletForm, NotGenuine, Receipt
from zhishou.desk.channels.registry import standing_in
from zhishou.desk.models import Answer, Inlet, Intake, Note, Received, Ticket
from zhishou.desk.queries import history
from zhishou.desk.queries.inlets import due_answers
from zhishou.desk.rules.channels import Incoming, Limits, Nature, Outgoing
from zhishou.desk.rules.inlets import AnswerState
from zhishou.desk.rules.words import IntakeState, NoteAudience
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import signed_in
from zhishou.notify.models import Notice
from zhishou.notify.rules import Outcome

MINUTE = timedelta(minutes=1)
ALICE = "alice@example.org"  # the requester's
HERE = "/c/red-cross/desk/inlets/"


class PigeonForm(InletForm):
    secrets = frozenset({"secret"})

    loft = forms.CharField(max_length=50)
    secret = forms.CharField(required=False)


def hear_pigeon(call: Call, *, details: Details, at: datetime) -> Heard:
    expected = hmac.new(details["secret"].encode(), call.body, hashlib.sha256).hexdigest()
    if call.headers.get("x-signature") != expected:
        raise NotGenuine
    return Heard(messages=(incoming(call.body.decode(), at=at),), answer="coo")


class Loft:
    """Pigeons that wait; the memory is how many were taken."""

    def __init__(self) -> None:
        self.waiting: list[Incoming] = []
        self.sent: list[Outgoing] = []
        self.says = Receipt(outcome=Outcome.DELIVERED, answer="coo")
        self.breaks_at = -1

    def look(self, *, details: Details, memory: str, at: datetime) -> Generator[Found, None, None]:  # noqa: ARG002 - the protocol's
        assert details["secret"] == "grain"
        for number, one in enumerate(self.waiting):
            if number == self.breaks_at:
                raise OSError("a hawk")
            if number >= int(memory or 0):
                yield Found(message=one, memory=str(number + 1))

    def reply(self, outgoing: Outgoing, *, details: Details, at: datetime) -> Receipt:  # noqa: ARG002 - as above
        self.sent.append(outgoing)
        return self.says


def incoming(words: str = "公文打不开", *, reference: str = "", at: datetime = NOON, **more: object) -> Incoming:
    given: dict[str, object] = {
        "reference": reference or f"<{words}>",
        "reached_at": at,
        "words": words,
        "subject": "求助",
        "sender_name": "Alice",
        "sender_address": ALICE,
    }
    return Incoming(**(given | more))  # type: ignore[arg-type]


@pytest.fixture
def loft() -> Iterator[Loft]:
    loft = Loft()
    pigeon = Channel(
        kind="pigeon",
        name="信鸽",
        limits=Limits(first_contact=False),
        form=PigeonForm,
        shown=lambda details: details["loft"],
        hook=hear_pigeon,
        poll=loft.look,
        reply=loft.reply,
    )
    with standing_in(pigeon):
        yield loft


@pytest.fixture
def inlet(desk: Desk, loft: Loft) -> Inlet:
    desk.cast.requester.email = ALICE
    desk.cast.requester.save(update_fields=["email"])
    return inlets.add_inlet(
        engagement=desk.cast.engagement,
        kind="pigeon",
        details={"loft": "loft@red-cross.example", "secret": "grain"},
        by=desk.cast.manager,
        at=NOON,
    )


def noted(desk: Desk, ticket: Ticket, words: str = "请重启", *, at: datetime = NOON) -> None:
    actions.add_note(ticket=ticket, audience=NoteAudience.EVERYBODY, words=words, by=desk.cast.first_line, at=at)


def sent(loft: Loft, *, at: datetime = NOON) -> list[Outgoing]:
    """Send what waits, and return it."""
    loft.sent.clear()
    send_due(clock=lambda: at, until=at + MINUTE)
    return loft.sent


def opened(desk: Desk, inlet: Inlet, first: Incoming, *, at: datetime = NOON) -> Ticket:
    received = take_message(inlet=inlet, incoming=first, at=at)
    assert received is not None
    assert received.intake is not None
    return desk.open_from(received.intake)


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

    assert (Intake.objects.count(), Answer.objects.count()) == (1, 1)
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

    assert not Answer.objects.exists()


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


def test_a_look_takes_in_what_is_new_and_a_later_one_goes_on_from_there(inlet: Inlet, loft: Loft) -> None:
    loft.waiting = [incoming("一"), incoming("二")]
    assert inlets.look_into(inlet=inlet, clock=lambda: NOON) == 2
    loft.waiting.append(incoming("三"))

    assert inlets.look_into(inlet=inlet, clock=lambda: NOON) == 1
    assert Intake.objects.count() == 3
    inlet.refresh_from_db()
    assert (inlet.memory, inlet.worked_at, inlet.failing_since) == ("3", NOON, None)


def test_what_fails_is_written_down_and_what_came_before_is_kept(inlet: Inlet, loft: Loft) -> None:
    loft.waiting, loft.breaks_at = [incoming("一"), incoming("二")], 1
    assert inlets.look_into(inlet=inlet, clock=lambda: NOON) == 1
    inlet.refresh_from_db()
    assert (inlet.failing_since, inlet.last_error, inlet.memory) == (NOON, "a hawk", "1")

    loft.breaks_at = -1
    inlets.look_into(inlet=inlet, clock=lambda: NOON + MINUTE)

    inlet.refresh_from_db()
    assert (inlet.failing_since, inlet.last_error) == (None, "")
    assert Intake.objects.count() == 2


def test_of_two_lookers_only_one_looks_and_a_dead_ones_place_is_free_again(inlet: Inlet) -> None:
    Inlet.objects.update(looking_until=NOON + 5 * MINUTE)

    with pytest.raises(inlets.BusyLooking):
        inlets.look_into(inlet=inlet, clock=lambda: NOON)
    assert inlets.look_into(inlet=inlet, clock=lambda: NOON + 5 * MINUTE) == 0


def test_a_machine_that_calls_is_heard_if_its_signature_fits(inlet: Inlet) -> None:
    body = "有人敲门".encode()
    genuine = {"X-Signature": hmac.new(b"grain", body, hashlib.sha256).hexdigest()}

    def call(address: str, headers: dict[str, str], sent: bytes = body) -> int:
        client = Client(enforce_csrf_checks=True)
        return client.post(address, sent, content_type="text/plain", headers=headers).status_code

    here = f"/hooks/desk/{inlet.uuid}/"
    assert call(here, {"X-Signature": "no"}) == 403
    assert not Intake.objects.exists()
    assert [call(here, genuine), call(here, genuine)] == [200, 200]
    assert Intake.objects.get().words.endswith("有人敲门")
    assert call(here, genuine, b"x" * 1_000_001) == 413
    assert call("/hooks/desk/00000000-0000-0000-0000-000000000000/", genuine) == 404
    Inlet.objects.update(is_on=False)
    assert call(here, genuine) == 404


def test_the_manager_adds_changes_and_rests_an_inlet_and_never_sees_its_secret(
    desk: Desk, inlet: Inlet, loft: Loft
) -> None:
    manager = signed_in(desk.cast.manager)
    added = manager.post(f"{HERE}add/pigeon/", {"loft": "north", "secret": "grain"})
    again = manager.post(f"{HERE}add/pigeon/", {"loft": "north", "secret": "corn"})
    one = Inlet.objects.get(shown="north")
    mine = f"{HERE}{one.uuid}/"

    assert (added.status_code, again.status_code) == (302, 422)
    assert "grain" not in manager.get(mine).content.decode()
    assert manager.get(HERE).content.decode().count(f"{mine}look/") == 1
    assert "grain" not in str(Inlet.objects.filter(pk=one.pk).values("details").get())
    assert manager.post(mine, {"loft": "south", "secret": ""}).status_code == 302
    loft.waiting = [incoming("一")]
    assert "新消息：1" in manager.post(f"{mine}look/", follow=True).content.decode()
    assert manager.get(mine).content.decode().count("求助") == 1
    assert manager.post(f"{mine}switch/").status_code == 302
    one.refresh_from_db()
    assert (one.shown, one.is_on) == ("south", False)
    assert manager.get(f"{HERE}add/phone/").status_code == 404


def test_the_client_sees_whether_it_works_but_not_how(desk: Desk, inlet: Inlet) -> None:
    client_admin = signed_in(desk.cast.client_admin)

    assert inlet.shown in client_admin.get(HERE).content.decode()
    assert client_admin.get(f"{HERE}{inlet.uuid}/").status_code == 403
    assert client_admin.post(f"{HERE}{inlet.uuid}/look/").status_code == 403
    assert signed_in(desk.cast.stranger_manager).get(f"{HERE}{inlet.uuid}/").status_code == 404
