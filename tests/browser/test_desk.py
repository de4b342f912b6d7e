"""The desk as people see it: the ticket's page, on a desk and on a phone."""

from datetime import UTC, datetime, timedelta

import pytest

from conftest import Cast
from tests.browser.conftest import Look
from zhishou.contracts.rules import Level, PauseReason
from zhishou.desk import actions
from zhishou.desk.models import Ticket
from zhishou.desk.rules.words import EvidenceKind
from zhishou.desk.tests.factories import Desk, make_desk
from zhishou.people.models import Person

MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    for person, name in ((cast.requester, "王芳"), (cast.first_line, "赵一鸣"), (cast.front_desk, "孙小梅")):
        Person.objects.filter(pk=person.pk).update(name=name, mobile="13800138000")
        person.refresh_from_db()
    return make_desk(cast)


@pytest.fixture
def lively(desk: Desk) -> Ticket:
    """Return a ticket that has seen much: late, measured, paused, raised."""
    now = datetime.now(UTC)
    by = desk.cast.first_line
    words = "办公系统打不开公文，点“发文”后一直转圈，\n刷新以后还是一样。全处室都这样，上午十点前要报文。"
    intake = desk.receive(words, at=now - 70 * MINUTE, channel="phone", caller_contact="020-1234567")
    ticket = desk.open_from(intake, title="办公系统无法打开公文，全处室受影响", module="公文管理")

    def record(kind: EvidenceKind, ago: int, words: str, plan: str = "") -> None:
        actions.record_evidence(
            ticket=ticket,
            kind=kind,
            happened_at=now - ago * MINUTE,
            words=words,
            plan=plan,
            by=by,
            at=now - ago * MINUTE,
        )

    actions.pause_clocks(
        ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等用户发截图", by=by, at=now - 60 * MINUTE
    )
    actions.resume_clocks(ticket=ticket, by=by, at=now - 50 * MINUTE)
    actions.change_level(ticket=ticket, level=Level.SEVERE, reason="全处室受影响", by=by, at=now - 40 * MINUTE)
    ticket.refresh_from_db()
    actions.tell_news(at=now - 20 * MINUTE)
    record(EvidenceKind.REMOTE_SESSION, 15, "远程登录服务器，查看流程引擎日志")
    record(EvidenceKind.EMERGENCY_MEASURE, 10, "重启流程服务，公文可临时查看", "今晚 20:00 切换到备机并修复")
    actions.decide_to_go(ticket=ticket, by=by, at=now - 5 * MINUTE)
    return ticket


def test_the_ticket_fits_and_keeps_nobody_out(look: Look, desk: Desk, lively: Ticket) -> None:
    bare = desk.open(Level.FATAL, reached_at=datetime.now(UTC))
    for person, name in ((desk.cast.first_line, "staff"), (desk.cast.requester, "caller")):
        eyes = look(person)
        for ticket, state in ((lively, "lively"), (bare, "bare")):
            eyes.go(f"/c/red-cross/desk/{ticket.number}/")
            assert eyes.faults(f"desk-ticket-{state}-{name}") == []


def test_evidence_is_recorded_in_a_window_and_the_clock_says_kept(look: Look, desk: Desk) -> None:
    ticket = desk.open(Level.FATAL, reached_at=datetime.now(UTC))
    eyes = look(desk.cast.first_line)
    page = eyes.go(f"/c/red-cross/desk/{ticket.number}/")
    eyes.expected.append("422")

    page.keyboard.press(".")
    page.get_by_role("button", name="应急措施").click()
    eyes.picture("desk-window-desk")
    page.locator("dialog[open] textarea").first.fill("切换备机")
    page.locator("dialog[open] textarea").last.fill("   ")
    page.get_by_role("button", name="记录", exact=True).click()
    page.locator(
        "dialog[open] .errorlist, dialog[open] .invalid-feedback, dialog[open] .is-invalid"
    ).first.wait_for()
    assert page.locator("dialog[open] textarea").first.input_value() == "切换备机"
    page.locator("dialog[open] textarea").last.fill("今晚回切")
    page.get_by_role("button", name="记录", exact=True).click()

    page.locator(".desk-clock", has_text="修复总限").get_by_text("达标", exact=True).wait_for()
    assert page.locator("dialog[open]").count() == 0


def test_the_console_fits_and_keeps_nobody_out(look: Look, desk: Desk) -> None:
    eyes = look(desk.cast.first_line)
    eyes.go("/c/red-cross/desk/")
    assert eyes.faults("desk-console-empty") == []

    now = datetime.now(UTC)
    for level, ago in ((Level.FATAL, 12), (Level.SEVERE, 25), (Level.ORDINARY, 200)):
        desk.open(level, reached_at=now - ago * MINUTE)
    waiting = desk.receive("打印公文时控件报错，附件打不开，请尽快处理。" * 3, at=now - 3 * MINUTE)
    eyes.go("/c/red-cross/desk/")
    assert eyes.faults("desk-console") == []
    eyes.go(f"/c/red-cross/desk/intakes/{waiting.uuid}/")
    assert eyes.faults("desk-intake") == []


def test_the_console_is_walked_by_keyboard(look: Look, desk: Desk) -> None:
    for _ in range(2):
        desk.open(reached_at=datetime.now(UTC))
    eyes = look(desk.cast.first_line)
    page = eyes.go("/c/red-cross/desk/")

    page.keyboard.press("?")
    page.locator("#desk-keys[open]").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/1/")


def test_on_a_phone_only_the_first_field_of_a_filter_is_shown_until_more_is_asked_for(
    look: Look, desk: Desk
) -> None:
    eyes = look(desk.cast.first_line, width="phone")
    page = eyes.go("/c/red-cross/desk/?level=2&state=going")
    level = page.locator("select[name=level]")
    assert level.is_hidden()
    assert page.locator(".filters-more .badge").inner_text() == "1"

    page.locator("input[name=q]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    level.wait_for()
    assert page.url.endswith("?level=2&state=going"), "to look at it asks for nothing"
    assert eyes.faults("desk-filter-phone") == []
    level.select_option("")
    page.wait_for_url("**level=&**")
    assert page.locator(".filters-more .badge").count() == 0


def test_a_report_from_a_phone_is_worked_on_and_confirmed(look: Look, desk: Desk) -> None:
    caller = look(desk.cast.requester, width="phone")
    page = caller.go("/c/red-cross/help/")
    caller.picture("desk-portal-empty-phone")
    assert (caller.overhang(), caller.barriers()) == ([], [])
    page.get_by_label("遇到了什么问题").fill("公文打不开，一直转圈")
    page.get_by_label("出在哪个模块").select_option("documents")
    page.get_by_role("button", name="提交给服务台").click()
    page.get_by_text("已收到，待分派").wait_for()

    engineer = look(desk.cast.first_line)
    console = engineer.go("/c/red-cross/desk/")
    console.get_by_text("公文打不开，一直转圈").click()
    console.get_by_role("button", name="建立工单").click()
    console.locator(".desk-clock").first.wait_for()
    console.locator(".desk-menu > summary").click()
    console.get_by_role("button", name="远程会话").click()
    console.locator("dialog[open] textarea").fill("远程登录，重启流程服务")
    console.get_by_role("button", name="记录", exact=True).click()
    console.locator(".desk-clock", has_text="远程响应").get_by_text("达标", exact=True).wait_for()

    ticket = Ticket.objects.get()
    assert (ticket.module, ticket.words) == ("documents", "公文打不开，一直转圈")
    now = datetime.now(UTC)
    actions.assign(ticket=ticket, to=desk.cast.first_line, by=desk.cast.first_line, at=now)
    actions.mark_recovered(ticket=ticket, words="已重启", by=desk.cast.first_line, at=now)
    caller = look(desk.cast.requester, width="phone")
    page = caller.go("/c/red-cross/help/1/")
    caller.picture("desk-followed-phone")
    assert caller.overhang() == []
    page.locator("details[open] textarea").fill("能打开了")
    page.get_by_role("button", name="确认恢复").click()
    page.get_by_text("已办结").wait_for()
    caller.go("/c/red-cross/help/")
    caller.picture("desk-portal-phone")
    wide = look(desk.cast.requester)
    wide.go("/c/red-cross/help/")
    wide.picture("desk-portal-desk")
    assert wide.overhang() == []
