"""A page that slept, lost its line, its server or its token: it says so, loses nothing, and goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import FilePayload, Page

from tests.browser.conftest import Look
from xieban.chat.queries.server import CLIENT, ask
from xieban.chat.tests.standard import sign_in, tell
from xieban.chat.tests.synapse import Server
from xieban.chat.tests.test_page import CUT, office, opened, room_of, said, write
from xieban.tests.cast import Cast

__all__ = ["office"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.chat_server,
    pytest.mark.one_engine,
    pytest.mark.django_db(transaction=True),
]
MISSED, SOME = 45, 12  # the server tells ten at once, and leaves a gap before them: of several pages, of none
LEFT_AFTER_A_LOOK_FOR_ROOMS = """() => new Promise((done) => {
  document.querySelector("[data-filter]").dispatchEvent(new Event("input"));
  const left = () => document.querySelectorAll(".chat-row, .chat-room").length;
  requestAnimationFrame(() => requestAnimationFrame(() => done(left())));
})"""
AWAY = ("Access to fetch", "net::ERR_", "502", "503")


def stays(page: Page) -> None:
    """Mark this very document: a page that was loaded anew would not know of it."""
    page.evaluate("window.stays = true")


def words(page: Page, beginning: str) -> list[str]:
    """Return what stands in the room and begins so, from above to below."""
    found: list[str] = page.locator(".chat-row:not(.is-waiting) .chat-words").all_inner_texts()
    return [one for one in found if one.startswith(beginning)]


@contextmanager
def frozen(page: Page) -> Iterator[None]:
    """Freeze a page as a phone does with what is out of sight."""
    line = page.context.new_cdp_session(page)
    line.send("Page.setWebLifecycleState", {"state": "frozen"})
    try:
        yield
    finally:
        line.send("Page.setWebLifecycleState", {"state": "active"})
        line.detach()


def test_who_was_without_a_network_finds_all_that_was_missed_and_what_he_wrote_goes_out_once_in_order(
    look: Look, office: Cast
) -> None:
    room = room_of(office.department)
    eyes = look(office.drafter, width="phone")
    eyes.expected.append(CUT)
    page = opened(eyes, room=room)
    write(page, "电梯外写的")
    said(page, "电梯外写的")
    stays(page)

    page.context.set_offline(True)
    page.locator("[data-told-state]", has_text="网络已断开").wait_for()
    write(page, "路上一")
    write(page, "路上二")
    page.locator(".chat-row.is-waiting", has_text="等待连接后发送").nth(1).wait_for()
    page.set_input_files(
        "[data-composer] input[type=file]", FilePayload(name="清单.txt", mimeType="text/plain", buffer=b"1")
    )
    page.locator(".chat-sending", has_text="清单.txt 尚未发送").wait_for()
    field = page.get_by_role("combobox", name="消息")
    field.fill("还没写完")
    assert [eyes.overhang(), eyes.barriers()] == [[], []]
    eyes.picture("chat-waiting-phone")
    tell(office.department_head, room, *(f"漏看{number}" for number in range(MISSED)))
    page.context.set_offline(False)

    said(page, "路上二")
    page.locator(".chat-row:not(.is-waiting) .chat-file", has_text="清单.txt").wait_for()
    page.locator("[data-told-state]").wait_for(state="hidden")
    assert field.input_value() == "还没写完"
    page.get_by_role("button", name=f"{MISSED} 条未读").click()
    page.locator(".chat-fresh + .chat-row", has_text="漏看0").wait_for()
    page.get_by_role("button", name="回到最新").click()
    page.locator("[data-newest]").wait_for(state="hidden")
    while len(words(page, "漏看")) < MISSED:
        above = page.locator(".chat-row").count()
        page.locator("[data-timeline]").evaluate("one => one.scrollTo(0, 0)")
        page.wait_for_function("above => document.querySelectorAll('.chat-row').length > above", arg=above)
    assert words(page, "漏看") == [f"漏看{number}" for number in range(MISSED)]
    assert words(page, "路上") == ["路上一", "路上二"]
    everything = sign_in(office.department_head).read(room)
    assert [one for one in everything if one.startswith("路上")] == ["路上二", "路上一"]
    assert page.evaluate("window.stays")


def test_who_reads_further_up_when_much_was_missed_stays_there_and_comes_to_all_of_it(
    look: Look, office: Cast
) -> None:
    room = room_of(office.department)
    tell(office.department_head, room, *(f"早先{number}" for number in range(40)))
    eyes = look(office.drafter)
    eyes.expected.append(CUT)
    page = opened(eyes, room=room)
    said(page, "早先39")
    timeline = page.locator("[data-timeline]")
    held = page.locator(".chat-row", has_text="早先14")
    held.evaluate("one => one.scrollIntoView({ block: 'start' })")
    page.locator("[data-newest]").wait_for()
    before = held.bounding_box()

    page.context.set_offline(True)
    tell(office.department_head, room, *(f"断网{number}" for number in range(MISSED)))
    page.context.set_offline(False)
    page.get_by_role("button", name=f"回到最新（{MISSED} 条新消息）").wait_for()

    assert held.bounding_box() == before
    for number in (5, 25, MISSED - 1):
        while not page.locator(".chat-words", has_text=f"断网{number}").count():
            timeline.evaluate("one => one.scrollTo(0, one.scrollHeight)")
    timeline.evaluate("one => one.scrollTo(0, one.scrollHeight)")
    page.locator("[data-newest]").wait_for(state="hidden")
    assert words(page, "断网") == [f"断网{number}" for number in range(MISSED)]


def test_a_frozen_page_wakes_with_a_token_that_has_ended_and_goes_on_until_the_office_too_has_signed_it_out(
    look: Look, office: Cast
) -> None:
    room = room_of(office.department)
    eyes = look(office.drafter)
    eyes.expected.append("401")
    page = opened(eyes, room=room)
    stays(page)
    token = f"JSON.parse(sessionStorage.getItem('chat:{office.drafter.pk}')).token"
    before = page.evaluate(token)

    with frozen(page):
        ask("POST", f"{CLIENT}/logout/all", {}, token=before)
        tell(office.department_head, room, *(f"睡着{number}" for number in range(SOME)))
    said(page, f"睡着{SOME - 1}")
    write(page, "醒了")
    said(page, "醒了")

    assert page.evaluate("window.stays")
    renewed = page.evaluate(token)
    assert renewed != before

    eyes.expected.append("403")
    with frozen(page):
        Session.objects.all().delete()
        ask("POST", f"{CLIENT}/logout/all", {}, token=renewed)
    page.locator("[data-told-state]", has_text="您已退出即时通讯").wait_for()
    assert page.evaluate(LEFT_AFTER_A_LOOK_FOR_ROOMS) == 0, "he is told so and sees nothing more"


def test_a_server_that_was_stopped_and_started_again_gets_what_was_written_meanwhile(
    look: Look, office: Cast, chat_process: Server
) -> None:
    eyes = look(office.drafter)
    eyes.expected += AWAY
    page = opened(eyes, room=room_of(office.department))
    stays(page)

    chat_process.stop()
    try:
        page.locator("[data-told-state]", has_text="没有响应").wait_for()
        write(page, "停机时写的")
        page.locator(".chat-row.is-waiting", has_text="等待连接后发送").wait_for()
        eyes.picture("chat-lost")
    finally:
        chat_process.start()
    page.get_by_role("button", name="立即重试").click()

    said(page, "停机时写的")
    page.locator("[data-told-state]").wait_for(state="hidden")
    assert words(page, "停机时") == ["停机时写的"]
    assert page.evaluate("window.stays")


def test_a_server_that_holds_the_line_and_answers_nobody_is_noticed_after_a_sleep(
    look: Look, office: Cast, chat_process: Server
) -> None:
    eyes = look(office.drafter)
    eyes.expected += AWAY
    eyes.page.clock.install()
    page = opened(eyes, room=room_of(office.department))

    with chat_process.hanging():
        page.clock.fast_forward("02:00")
        page.locator("[data-told-state]", has_text="正在重新连接").wait_for()
        write(page, "问而不答")
        page.clock.fast_forward("00:20")
        page.locator("[data-told-state]", has_text="没有响应").wait_for()
        page.locator(".chat-row.is-waiting", has_text="等待连接后发送").wait_for()
    page.clock.fast_forward("00:15")

    said(page, "问而不答")
    page.locator("[data-told-state]").wait_for(state="hidden")


def test_what_the_server_refuses_stays_with_its_reason_and_holds_nothing_else_up(look: Look, office: Cast) -> None:
    eyes = look(office.drafter, width="phone")
    eyes.expected.append("413")
    page = opened(eyes, room=room_of(office.department))
    refused = page.locator(".chat-row.is-waiting", has_text="未发送")

    write(page, "超" + "\x01" * 12_000)  # six bytes each, as they are sent
    refused.wait_for()
    write(page, "照常")
    said(page, "照常")
    assert [eyes.overhang(), eyes.barriers()] == [[], []]
    refused.get_by_role("button", name="重试").click()
    refused.wait_for()
    refused.get_by_role("button", name="放弃").click()

    refused.wait_for(state="detached")
    two_tabs_of_one_person_do_not_put_each_other_out(page)


def two_tabs_of_one_person_do_not_put_each_other_out(first: Page) -> None:
    second = first.context.new_page()
    second.goto(first.url)
    second.locator("[data-room]:not([hidden]) .chat-rows > li").first.wait_for()

    write(first, "这边")
    said(second, "这边")
    write(second, "那边")
    said(first, "那边")

    assert words(first, "这边") == words(second, "这边") == ["这边"]
