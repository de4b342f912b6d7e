"""The ticket's page: what is sent to it is kept whole or refused whole, in words."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from zhishou.contracts.rules import Level
from zhishou.desk import actions
from zhishou.desk.models import ClockEvent, Evidence, Ticket
from zhishou.desk.rules.clocks import EventKind, Standing
from zhishou.desk.rules.words import EvidenceKind, TicketKind
from zhishou.desk.tests.factories import Desk
from zhishou.people.models import Person

pytestmark = pytest.mark.once

MINUTE = timedelta(minutes=1)
SCRIPT = "<script>alert(1)</script>"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    return desk.open(Level.SEVERE, reached_at=timezone.now() - 5 * MINUTE)


@pytest.fixture
def engineer(desk: Desk) -> Client:
    return signed_in(desk.cast.first_line)


def address(ticket: Ticket, verb: str = "") -> str:
    return f"/c/red-cross/desk/{ticket.number}/{verb}"


def session(**more: str) -> dict[str, str]:
    return {"remote_session-kind": "remote_session", "remote_session-words": "已远程登录", **more}


def test_a_remote_session_keeps_its_promise(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    response = engineer.post(address(ticket, "evidence/"), session(), follow=True)

    assert desk.clock(ticket, "remote").standing == Standing.KEPT
    page = response.content.decode()
    assert "已远程登录" in page
    assert "达标" in page


def test_the_minute_in_which_it_reached_us_counts_whole(ticket: Ticket, engineer: Client) -> None:
    minute = timezone.localtime(ticket.reached_at).strftime("%Y-%m-%dT%H:%M")

    engineer.post(address(ticket, "evidence/"), session(**{"remote_session-happened_at": minute}))

    assert Evidence.objects.get(kind="remote_session").happened_at == ticket.reached_at


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param({"remote_session-words": ""}, "必填", id="nothing said"),
        pytest.param({"remote_session-words": "长" * 4001}, "4000", id="too long"),
        pytest.param({"remote_session-words": "a\x00b"}, "空字符", id="a null byte"),
        pytest.param({"remote_session-happened_at": "gestern"}, "日期", id="no moment"),
        pytest.param({"remote_session-happened_at": "2999-01-01T00:00"}, "尚未到来", id="ahead"),
        pytest.param({"remote_session-happened_at": "1999-01-01T00:00"}, "早于", id="before it began"),
    ],
)
def test_bad_evidence_is_refused_in_words_and_nothing_is_written(
    more: dict[str, str], said: str, ticket: Ticket, engineer: Client
) -> None:
    response = engineer.post(address(ticket, "evidence/"), session(**more))

    assert response.status_code == 422
    page = unescape(response.content.decode())
    assert said in page
    assert "data-desk-opens" in page
    assert not Evidence.objects.filter(kind="remote_session").exists()
    assert not ClockEvent.objects.filter(kind=EventKind.STOP).exists()


def test_a_measure_needs_its_plan(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    sent = {"emergency_measure-kind": "emergency_measure", "emergency_measure-words": "切换备机"}

    refused = engineer.post(address(ticket, "evidence/"), sent)
    taken = engineer.post(address(ticket, "evidence/"), {**sent, "emergency_measure-plan": "今晚回切"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert desk.clock(ticket, "repair_cap").standing == Standing.KEPT


def test_only_the_client_confirms(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    sent = {"confirmation-kind": "confirmation", "confirmation-words": "能打开了"}

    assert engineer.post(address(ticket, "evidence/"), sent).status_code == 403
    assert signed_in(desk.cast.requester).post(address(ticket, "evidence/"), sent).status_code == 302
    assert desk.clock(ticket, "recovery").standing == Standing.KEPT


def test_another_contracts_people_find_nothing(desk: Desk, ticket: Ticket) -> None:
    stranger = signed_in(desk.cast.stranger_manager)

    assert stranger.get(address(ticket)).status_code == 404
    assert stranger.post(address(ticket, "evidence/"), session()).status_code == 404
    assert stranger.post(f"/c/elsewhere/desk/{ticket.number}/evidence/", session()).status_code == 404
    assert not Evidence.objects.filter(kind="remote_session").exists()


def test_a_pause_and_its_end(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    sent = {"pause-revision": "1", "pause-reason": "waiting_for_client", "pause-note": "等截图"}

    paused = engineer.post(address(ticket, "pause/"), sent, follow=True).content.decode()
    assert desk.clock(ticket, "recovery").standing == Standing.PAUSED
    assert "等待用户方：等截图" in paused
    assert "恢复计时" in paused

    engineer.post(address(ticket, "resume/"), {"resume-revision": "1"})
    assert desk.clock(ticket, "recovery").standing == Standing.ON_TRACK


def test_what_was_decided_about_an_older_state_is_refused_and_keeps_its_words(
    ticket: Ticket, engineer: Client
) -> None:
    sent = {"level-revision": "1", "level-level": "1", "level-reason": "全部宕机"}
    Ticket.objects.filter(pk=ticket.pk).update(revision=2)

    response = engineer.post(address(ticket, "level/"), sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert "有人改动了" in page
    assert "全部宕机" in page
    assert 'name="level-revision" value="2"' in page
    ticket.refresh_from_db()
    assert ticket.level == Level.SEVERE


def test_the_level_is_changed_and_the_visit_decided_on(desk: Desk, ticket: Ticket, engineer: Client) -> None:
    engineer.post(address(ticket, "go/"), {"go-revision": "1"})
    engineer.post(
        address(ticket, "level/"), {"level-revision": "2", "level-level": "1", "level-reason": "全部宕机"}
    )

    assert desk.clock(ticket, "onsite").standing != Standing.KEPT
    ticket.refresh_from_db()
    assert ticket.level == Level.FATAL
    page = engineer.get(address(ticket)).content.decode()
    assert "一级（致命）" in page
    assert "全部宕机" in page
    assert "decide-pause" not in page


def test_no_script_of_anybody_runs(desk: Desk, engineer: Client) -> None:
    intake = desk.receive(SCRIPT, caller_name=SCRIPT, caller_contact=SCRIPT, at=timezone.now())
    from_script = desk.open_from(intake, title=SCRIPT, module=SCRIPT)
    engineer.post(address(from_script, "evidence/"), session(**{"remote_session-words": SCRIPT}))

    page = engineer.get(address(from_script)).content.decode()

    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_news_brings_only_the_fragment(ticket: Ticket, engineer: Client) -> None:
    page = engineer.get(address(ticket), headers={"HX-Request": "true"}).content.decode()

    assert "desk-clock" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("contact", "link"),
    [("020-1234", 'href="tel:020-1234"'), ("li@example.cn", 'href="mailto:li@example.cn"')],
)
def test_whoever_left_an_address_is_written_to_and_not_rung_up(
    desk: Desk, engineer: Client, contact: str, link: str
) -> None:
    intake = desk.receive(channel="mail", caller=None, caller_name="李", caller_contact=contact)

    page = engineer.get(address(desk.open_from(intake))).content.decode()

    assert link in page


def test_evidence_names_only_the_promises_that_the_ticket_carries(desk: Desk) -> None:
    engineer = signed_in(desk.cast.expert)

    def kept(kind: TicketKind) -> list[str]:
        ticket = desk.open(kind=kind, channel="phone", reached_at=timezone.now())
        actions.record_evidence(
            ticket=ticket, kind=EvidenceKind.REMOTE_SESSION, happened_at=timezone.now(), words="已远程",
            by=desk.cast.expert, at=timezone.now(),
        )  # fmt: skip
        rows = engineer.get(f"/c/red-cross/desk/{ticket.number}/").context["evidence"]
        return [row.keeps for row in rows]

    assert kept(TicketKind.FAULT) == ["远程响应、响应总限", "电话响应、响应总限"]
    assert kept(TicketKind.REQUEST) == ["响应总限", "电话响应、响应总限"]


def test_a_promise_that_no_other_level_goes_on_with_is_not_said_to_count_on(desk: Desk) -> None:
    ticket, by, at = desk.open(Level.FATAL, reached_at=timezone.now()), desk.cast.expert, timezone.now()
    actions.change_level(ticket=ticket, level=Level.ORDINARY, reason="误报", by=by, at=at)

    page = signed_in(by).get(f"/c/red-cross/desk/{ticket.number}/").content.decode()

    assert "级别已调整，决定上门后重新起算" in page
