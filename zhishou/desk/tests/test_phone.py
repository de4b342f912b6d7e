"""The phone log: a call is one intake however often it is sent, counted from when it rang."""

import json
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from zhishou.desk import queries
from zhishou.desk.models import Evidence, Intake, Ticket
from zhishou.desk.queries.callers import digits_of
from zhishou.desk.rules.words import EvidenceKind, IntakeState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.test_ticket_page import SCRIPT, signed_in
from zhishou.people.models import Person
from zhishou.people.rules import sounds_of

pytestmark = pytest.mark.once

HERE = "/c/red-cross/desk/phone/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    for person, name, mobile in (
        (desk.cast.requester, "王芳", "138 0013-8000"),
        (desk.cast.leader, "陈国华", "13900000102"),
        (desk.cast.first_line, "王工", "13800138001"),
    ):
        Person.objects.filter(pk=person.pk).update(name=name, mobile=mobile, name_pinyin=sounds_of(name))
        person.refresh_from_db()
    return desk


@pytest.fixture
def front(desk: Desk) -> Client:
    return signed_in(desk.cast.front_desk)


def said(**more: object) -> dict[str, object]:
    return {
        "key": "form:0123456789abcdef",
        "started_at": (timezone.now() - 2 * MINUTE).isoformat(),
        "verb": "open",
        "who": "李处长",
        "words": "公文打不开\n一直转圈",
        "kind": "fault",
        "level": "3",
        "service_code": "020201",
        **more,
    }


def send(client: Client, **more: object) -> HttpResponse:
    headers = {"HX-Request": "true"}
    response: HttpResponse = client.post(HERE, said(**more), headers=headers)  # type: ignore[assignment]
    return response


def test_a_call_is_a_ticket_counted_from_when_it_rang(desk: Desk, front: Client) -> None:
    before = timezone.now()

    response = send(front, caller=str(desk.cast.requester.uuid), earlier="3")

    assert json.loads(response.headers["HX-Trigger-After-Swap"])["phone:done"]["key"] == said()["key"]
    [ticket] = Ticket.objects.all()
    assert (ticket.title, ticket.caller, ticket.filer) == ("公文打不开", desk.cast.requester, desk.cast.front_desk)
    assert abs(ticket.reached_at - (before - 5 * MINUTE)) < MINUTE / 2
    call = Evidence.objects.get(ticket=ticket)
    assert (call.kind, call.happened_at) == (EvidenceKind.CALL, ticket.reached_at)
    assert desk.clock(ticket, "phone").standing == "kept"


def test_a_call_that_is_sent_twice_is_one(front: Client) -> None:
    answers = [" ".join(send(front).content.decode().split()) for _ in range(2)]

    assert Intake.objects.count() == Ticket.objects.count() == 1
    assert all("#1 公文打不开" in answer for answer in answers)


def test_it_cannot_have_rung_later_than_the_form_was_begun(front: Client) -> None:
    assert send(front, earlier="-5").status_code == 422
    assert send(front, earlier="1441").status_code == 422
    assert send(front, started_at=(timezone.now() + 5 * MINUTE).isoformat()).status_code == 200

    assert Intake.objects.get().reached_at <= timezone.now()


def test_a_stranger_on_the_phone_is_written_down_by_name_number_and_unit(front: Client) -> None:
    send(front, contact="020-1234567", unit="财务处", recording="https://pbx.example/1.wav")
    send(front, key="form:another-call", who="13700000000")

    named, numbered = Intake.objects.order_by("id")
    assert (named.caller_name, named.caller_contact, named.caller_unit) == ("李处长", "020-1234567", "财务处")
    assert named.recording == "https://pbx.example/1.wav"
    assert (numbered.caller_name, numbered.caller_contact) == ("13700000000", "13700000000")


def test_who_calls_for_somebody_else_is_not_who_the_ticket_is_of(desk: Desk, front: Client) -> None:
    leader, caller = desk.cast.leader, desk.cast.requester
    send(front, caller=str(caller.uuid), for_caller=str(leader.uuid), for_who="陈国华")
    send(front, key="form:for-a-name", caller=str(caller.uuid), for_who="门卫老张")

    theirs, of_a_name = Ticket.objects.order_by("id")
    assert (theirs.caller, theirs.intakes.get().caller) == (leader, caller)
    assert (of_a_name.caller, of_a_name.caller_name) == (None, "门卫老张")
    for viewer, seen in ((leader, 1), (caller, 2)):
        visible = queries.visible_tickets(viewer, engagement=desk.cast.engagement, at=timezone.now())
        assert visible.count() == seen


def test_a_call_is_answered_or_joined_at_once(desk: Desk, front: Client) -> None:
    ticket = desk.open(reached_at=timezone.now() - 10 * MINUTE)
    assert send(front, verb="answer").status_code == 422
    assert send(front, verb="join").status_code == 422
    assert send(front, verb="join", number="99").status_code == 422
    assert not Intake.objects.filter(channel="phone").exists()

    send(front, verb="answer", answer="清除缓存即可")
    send(front, key="form:second-call", verb="join", number=str(ticket.number))

    answered, joined = Intake.objects.filter(channel="phone").order_by("id")
    assert (answered.state, answered.answer) == (IntakeState.ANSWERED, "清除缓存即可")
    assert (joined.state, joined.ticket) == (IntakeState.JOINED, ticket)
    # That the same fault is reported again is no answer to whoever reported it first.
    assert not Evidence.objects.filter(ticket=ticket).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": " "},
        {"words": "长" * 20_001},
        {"key": "short"},
        {"key": SCRIPT},
        {"started_at": "yesterday"},
        {"who": "a\x00"},
        {"level": "9"},
        {"caller": "nobody"},
        {"caller": "00000000-0000-4000-8000-000000000000"},
        {"verb": "shout"},
    ],
)
def test_a_wrong_call_is_refused_whole_and_its_words_are_kept_by_the_page(
    wrong: dict[str, str], front: Client
) -> None:
    response = send(front, **wrong)

    assert response.status_code == 422
    assert 'notice-danger" role="alert">' in response.content.decode()
    assert SCRIPT not in response.content.decode()
    assert not Intake.objects.exists()


def found(client: Client, words: str, field: str = "who") -> str:
    return unescape(client.get(f"{HERE}callers/", {field: words}).content.decode())


@pytest.mark.parametrize("words", ["王芳", "wangfang", "WF", "wf", "8000", "138001", "+86 138 0013 8000"])
def test_a_caller_is_found_by_number_name_and_pinyin(words: str, front: Client) -> None:
    page = found(front, words)

    assert "王芳" in page
    assert "王工" not in page  # one of ours calls nobody


@pytest.mark.parametrize("words", ["", "  ", "张三", "\x00", SCRIPT, "13912345678"])
def test_nobody_is_found_where_nobody_is_meant(words: str, front: Client) -> None:
    page = found(front, words, "for_who")

    assert "data-phone-pick" not in page
    assert ("data-phone-unknown" in page) is bool(words.strip())


def test_beside_the_call_stand_the_callers_tickets_open_ones_first(desk: Desk, front: Client) -> None:
    caller = desk.cast.requester
    for _ in range(2):
        desk.open(reached_at=timezone.now() - 10 * MINUTE)
    Ticket.objects.filter(number=2).update(state="closed", ended_at=timezone.now())
    send(front, who="李处长", contact="020-1234567")

    for asked in ({"caller": str(caller.uuid)}, {"contact": "13800138000"}):
        page = front.get(f"{HERE}beside/", asked).content.decode()
        assert page.index("#1 ") < page.index("#2 ")
        assert page.count("data-phone-verb") == 1
    assert "#3 " in front.get(f"{HERE}beside/", {"contact": "020-1234567"}).content.decode()
    assert "#" not in front.get(f"{HERE}beside/", {"contact": "0"}).content.decode()
    stranger = str(desk.cast.stranger_admin.uuid)
    assert front.get(f"{HERE}beside/", {"caller": stranger}).status_code == 404
    assert front.get(f"{HERE}beside/", {"caller": "nonsense"}).status_code == 404


def test_without_a_script_the_form_still_works(front: Client) -> None:
    assert "started_at" in front.get(HERE).content.decode()

    response = front.post(HERE, said())

    assert response.headers["Location"] == f"/c/red-cross/desk/intakes/{Intake.objects.get().uuid}/"
    assert front.post(HERE, said(words="")).status_code == 422


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("+86 138-0013 8000", "13800138000"), ("0086 20 1234567", "201234567"), ("(020) 123", "020123"), ("wf", "")],
)
def test_a_number_is_known_however_it_is_written(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


def test_a_level_is_advised_while_the_caller_talks_and_nobody_else_is_told(desk: Desk, front: Client) -> None:
    said = "公文系统所有人都打不开"

    advised = unescape(front.post(f"{HERE}advice/", {"words": said}).content.decode())
    quiet = front.post(f"{HERE}advice/", {"words": "  "}).content.decode()
    outside = signed_in(desk.cast.requester).post(f"{HERE}advice/", {"words": said})

    assert "一级" in advised
    assert "打不开" in advised
    assert quiet.strip() == ""
    assert outside.status_code == 403


def test_module_and_service_are_proposed_until_they_are_chosen(desk: Desk, front: Client) -> None:
    said = {"words": "打印机驱动装不上，浏览器控件报错"}

    proposed = unescape(front.post(f"{HERE}advice/", said).content.decode())
    chosen = {**said, "module": "浏览器、打印、插件", "service_code": "010201"}

    assert 'data-phone-proposed="module" value="浏览器、打印、插件"' in proposed
    assert 'data-phone-proposed="service_code" value="010201"' in proposed
    assert "“驱动”" in proposed
    assert "data-phone-proposed" not in front.post(f"{HERE}advice/", chosen).content.decode()
    page = front.get(f"/c/red-cross/desk/intakes/{desk.receive(said['words'], at=timezone.now()).uuid}/")
    assert page.context["open_form"]["service_code"].value() == "010201"
    assert page.context["open_form"]["module"].value() == "浏览器、打印、插件"
