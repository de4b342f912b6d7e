"""One fault as two people live it, each with a phone in the hand: reported, taken up, mended, confirmed, rated."""

import pytest
from playwright.sync_api import Page

from conftest import Cast
from jishi.files.tests.samples import picture
from tests.browser.conftest import PASTE, Eyes, Live, Look
from zhishou.desk.models import Rating, Ticket
from zhishou.desk.tests.factories import Desk, make_desk
from zhishou.ledger.models import Entry

pytestmark = pytest.mark.processes

LINE_OPEN = "body[data-live=on]"
WORDS = "公文打不开，见截图"


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return make_desk(cast)


def test_a_fault_from_the_screenshot_to_the_stars(look: Look, desk: Desk, live_process: Live) -> None:
    cast = desk.cast
    caller, front, engineer = (
        look(person, width=width, live=True)
        for person, width in ((cast.requester, "phone"), (cast.front_desk, "desk"), (cast.first_line, "phone"))
    )
    for eyes in (caller, front, engineer):
        eyes.expected.append("/live/")  # the browser itself complains of the line when all of it ends
    with live_process():
        for eyes in (front, engineer):
            eyes.go("/c/red-cross/desk/").wait_for_selector(LINE_OPEN)
        it_is_reported(caller)
        ticket = it_is_opened(front)
        it_is_taken_up(engineer, ticket)
        it_is_mended(engineer)
        it_is_confirmed_and_rated(caller)
        engineer.page.get_by_text("非常满意").first.wait_for()  # by itself, on the page that he holds open

    assert Rating.objects.get().words == "很快"
    told = set(Entry.objects.filter(about_key=str(ticket.uuid)).values_list("what", flat=True))
    assert told >= {"desk.ticket_opened", "desk.evidence_recorded", "desk.ticket_confirmed", "desk.ticket_rated"}


def it_is_reported(eyes: Eyes) -> None:
    """The requester writes what is wrong, pastes what she sees, and sees that it has arrived."""
    page = eyes.go("/c/red-cross/help/")
    page.locator("textarea[name=words]").fill(WORDS)
    page.evaluate(PASTE, list(picture(size=(300, 200))))
    page.locator("[data-desk-chosen] li").wait_for()
    page.get_by_role("button", name="提交给服务台").click()
    page.locator("#desk-mine").get_by_text("已收到").wait_for()


def it_is_opened(eyes: Eyes) -> Ticket:
    """The report comes up on the console that is held open; the front desk sees the picture and opens a ticket."""
    page = eyes.page
    page.locator("#desk-console .desk-intake", has_text=WORDS).click()
    page.locator(".desk-file img").wait_for()
    page.get_by_role("button", name="建立工单").click()
    page.locator("#desk-ticket").wait_for()
    return Ticket.objects.get()


def it_is_taken_up(eyes: Eyes, ticket: Ticket) -> None:
    """The ticket comes up on the engineer's phone; he takes it, calls back and looks, and writes down both."""
    page = eyes.page
    page.locator("#desk-console").get_by_role("link", name=f"#{ticket.number}").first.click()
    page.get_by_role("button", name="我来处理").click()
    page.get_by_text("处理中").first.wait_for()
    for kind, words in (("通话", "已回电，确认现象"), ("远程会话", "远程登录，重启转换服务")):
        deed(page, kind)
        page.locator("dialog[open] textarea").fill(words)
        page.locator("dialog[open] .btn-primary").click()
        page.locator("#desk-ticket").get_by_text(words).first.wait_for()
    assert eyes.overhang() == []


def it_is_mended(eyes: Eyes) -> None:
    """He says that it works again; no clock stops by that."""
    page = eyes.page
    deed(page, "报已恢复")
    page.locator("dialog[open] textarea").fill("转换服务已恢复，请再打开一次")
    page.locator("dialog[open] .btn-primary").click()
    page.locator("#desk-ticket").get_by_text("已恢复").first.wait_for()


def it_is_confirmed_and_rated(eyes: Eyes) -> None:
    """Her page asks by itself for her word; she confirms, rates, and reads how the promises came out."""
    page = eyes.page
    page.get_by_role("link", name="告诉我们好了没有").click()
    page.locator("textarea[name=confirm-words]").fill("能打开了")
    page.get_by_role("button", name="确认恢复").click()
    page.get_by_label("非常满意").check()
    page.locator("textarea[name=rate-words]").fill("很快")
    page.get_by_role("button", name="评价").click()
    page.locator("#ratings-title").wait_for()
    eyes.picture("story-rated-phone")

    outcomes = page.locator(".desk-clocks .mark").all_inner_texts()
    assert outcomes == ["达标"] * 5
    assert page.get_by_text("★★★★★").first.is_visible()
    assert (eyes.overhang(), eyes.barriers()) == ([], [])


def deed(page: Page, name: str) -> None:
    """Open one of the windows of a ticket, from the bar or from the menu behind it."""
    button = page.locator(".desk-deeds").get_by_role("button", name=name)
    if not button.is_visible():
        page.locator(".desk-menu > summary").click()
    button.click()
