"""The ticket's page as people see it, whoever they are and however much has happened."""

from datetime import UTC, datetime, timedelta

import pytest

from conftest import Cast
from tests.browser.conftest import Look
from zhishou.contracts.rules import Level, PauseReason
from zhishou.desk import actions
from zhishou.desk.models import Ticket
from zhishou.desk.rules.words import EvidenceKind, NoteAudience
from zhishou.desk.tests.factories import Desk, make_desk
from zhishou.people.models import Person
from zhishou.people.rules import Tier

MINUTE = timedelta(minutes=1)
NAMES = {"requester": "王芳", "client_admin": "李建国", "front_desk": "孙小梅", "first_line": "赵一鸣",
         "second_line": "钱学文", "expert": "周海波", "manager": "吴经理"}  # fmt: skip


@pytest.fixture
def desk(cast: Cast) -> Desk:
    for part, name in NAMES.items():
        person = getattr(cast, part)
        Person.objects.filter(pk=person.pk).update(name=name, mobile="13800138000")
        person.refresh_from_db()
    return make_desk(cast)


def busy(desk: Desk) -> Ticket:
    """Return a ticket of three cycles and some forty lines of history."""
    now, cast = datetime.now(UTC), desk.cast
    words = (
        "办公系统打不开公文，点“发文”后一直转圈，\n刷新以后还是一样。全处室都这样，上午十点前要报文。\n"
        + "日志\n" * 40
    )
    ticket = desk.open_from(
        desk.receive(words, at=now - 300 * MINUTE, channel="phone", caller_contact="020-1234567"),
        title="办公系统无法打开公文，全处室受影响",
        module="公文管理",
    )
    other = desk.open(reached_at=now - 290 * MINUTE)
    at = [now - 280 * MINUTE]

    def then(minutes: int = 3) -> datetime:
        at[0] += minutes * MINUTE
        return at[0]

    for number in range(9):
        audience = NoteAudience.VENDOR if number % 2 else NoteAudience.EVERYBODY
        note = "正在核对流程引擎日志，请勿重复提交。" if number % 2 == 0 else "锁表来自夜间归档任务，勿对外说明。"
        actions.add_note(ticket=ticket, audience=audience, words=note, by=cast.first_line, at=then())
    actions.assign(ticket=ticket, to=cast.first_line, by=cast.first_line, at=then())
    actions.pause_clocks(
        ticket=ticket, reason=PauseReason.WAITING_FOR_CLIENT, note="等用户发截图", by=cast.first_line, at=then()
    )
    actions.resume_clocks(ticket=ticket, by=cast.first_line, at=then())
    actions.change_level(ticket=ticket, level=Level.SEVERE, reason="全处室受影响", by=cast.first_line, at=then())
    for tier in (Tier.SECOND_LINE, Tier.FIRST_LINE, Tier.SECOND_LINE):
        actions.hand_over(ticket=ticket, tier=tier, note="需要查数据库锁", by=cast.first_line, at=then())
    actions.link(ticket=ticket, to=other.number, by=cast.second_line, at=then())
    actions.record_evidence(
        ticket=ticket, kind=EvidenceKind.REMOTE_SESSION, happened_at=then(), words="远程登录服务器", by=cast.expert,
        at=at[0],
    )  # fmt: skip
    for _ in range(2):
        actions.mark_recovered(ticket=ticket, words="重启流程服务", by=cast.second_line, at=then())
        actions.say_not_yet(ticket=ticket, words="又转圈了", by=cast.requester, at=then())
    actions.mark_recovered(ticket=ticket, words="清理锁表", by=cast.second_line, at=then())
    actions.confirm_recovery(ticket=ticket, words="好了", by=cast.requester, at=then())
    actions.reopen(ticket=ticket, reason="下午又打不开", by=cast.requester, at=then())
    actions.urge(ticket=ticket, words="领导在等", by=cast.requester, at=then())
    actions.ask_countersign(
        ticket=ticket, asked=cast.expert, question="停归档任务是否可行？", by=cast.second_line, at=then()
    )
    actions.propose_extension(
        clock=desk.clock(ticket, "recovery", cycle=3), within="3 days", reason="等待厂商补丁", by=cast.manager,
        at=then(),
    )  # fmt: skip
    actions.assign(ticket=ticket, to=cast.second_line, by=cast.second_line, at=then())
    return ticket


def test_the_page_fits_everybody_and_keeps_nobody_out(look: Look, desk: Desk) -> None:
    now, cast = datetime.now(UTC), desk.cast
    full = busy(desk)
    done = desk.open(reached_at=now - 60 * MINUTE)
    actions.mark_recovered(ticket=done, words="已恢复", by=cast.first_line, at=now - 40 * MINUTE)
    waits = desk.open(reached_at=now - 50 * MINUTE)
    actions.mark_recovered(ticket=waits, words="已恢复", by=cast.first_line, at=now - 40 * MINUTE)
    actions.confirm_recovery(ticket=done, words="好了", by=cast.requester, at=now - 30 * MINUTE)
    merged = desk.open(reached_at=now - 20 * MINUTE)
    actions.merge(ticket=merged, into=waits.number, reason="同一问题", by=cast.manager, at=now - 10 * MINUTE)
    fresh = desk.open(Level.FATAL, reached_at=now)
    seen = [
        (cast.front_desk, "front", {"fresh": fresh, "busy": full, "merged": merged}),
        (cast.expert, "expert", {"busy": full, "closed": done}),
        (cast.requester, "caller", {"busy": full, "waits": waits}),
        (cast.client_admin, "admin", {"busy": full}),
    ]
    for person, name, tickets in seen:
        eyes = look(person)
        for state, ticket in tickets.items():
            eyes.go(f"/c/red-cross/desk/{ticket.number}/")
            assert eyes.faults(f"ticket-{state}-{name}") == []
    for place in (f"{full.number}/explain", "agreements"):
        eyes.go(f"/c/red-cross/desk/{place}/")
        assert eyes.faults(f"ticket-{place.split('/')[-1]}") == []


def test_a_ticket_is_worked_on_by_keyboard_alone(look: Look, desk: Desk) -> None:
    ticket = desk.open(Level.FATAL, reached_at=datetime.now(UTC))
    eyes = look(desk.cast.first_line)
    page = eyes.go(f"/c/red-cross/desk/{ticket.number}/")

    page.keyboard.press("?")
    page.locator("#desk-keys[open]").get_by_text("我来处理").wait_for()
    eyes.picture("ticket-keys-desk")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.get_by_text("工单已由您处理").first.wait_for()
    page.keyboard.press(".")
    eyes.picture("ticket-menu-desk")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.keyboard.type("锁表来自归档任务")
    page.locator("#do-internal button.btn-primary").press("Enter")

    page.locator(".desk-internal").get_by_text("锁表来自归档任务").wait_for()
    ticket.refresh_from_db()
    assert ticket.assignee == desk.cast.first_line


def test_on_a_phone_the_deeds_lie_under_the_thumb(look: Look, desk: Desk) -> None:
    ticket = desk.open(Level.FATAL, reached_at=datetime.now(UTC))
    eyes = look(desk.cast.first_line, width="phone")
    page = eyes.go(f"/c/red-cross/desk/{ticket.number}/")

    box = page.locator(".desk-deeds").bounding_box()
    assert box is not None
    assert box["y"] > page.viewport_size["height"] / 2  # type: ignore[index]
    page.locator(".desk-menu > summary").click()
    page.get_by_role("button", name="内部备注").click()
    page.locator("#do-internal[open] textarea").fill("锁表")
    eyes.picture("ticket-internal-phone")


NEWS = "document.body.dispatchEvent(new CustomEvent('live:desk', {bubbles: true}))"


def test_the_agreements_renew_themselves_but_not_under_a_writers_hands(look: Look, desk: Desk) -> None:
    ticket, now = desk.open(Level.SEVERE, reached_at=datetime.now(UTC)), datetime.now(UTC)
    eyes = look(desk.cast.client_admin)
    page = eyes.go("/c/red-cross/desk/agreements/")
    page.evaluate("window.held = true")

    actions.propose_void(clock=desk.clock(ticket, "recovery"), reason="机房停电", by=desk.cast.expert, at=now)
    page.evaluate(NEWS)
    page.get_by_text("机房停电").wait_for()
    page.locator("textarea").fill("请先说明停电时段")
    actions.propose_void(clock=desk.clock(ticket, "remote"), reason="线路中断", by=desk.cast.expert, at=now)
    page.evaluate(NEWS)

    page.get_by_text("有新的变化").wait_for()
    assert page.locator("textarea").input_value() == "请先说明停电时段"
    assert page.evaluate("window.held")
    eyes.picture("agreements-news-desk")
    page.get_by_role("link", name="有新的变化").click()
    page.get_by_text("线路中断").wait_for()
    assert page.locator("textarea").first.input_value() == "请先说明停电时段"
