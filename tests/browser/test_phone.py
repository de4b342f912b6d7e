"""The phone log at a real keyboard: few strokes to a ticket, and no word is lost on the way."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from conftest import Cast
from tests.browser.conftest import Look
from zhishou.desk import actions
from zhishou.desk.actions.calls import hear_news
from zhishou.desk.models import Intake, PhoneCall, Ticket
from zhishou.desk.rules.calls import CallEventKind, CallNews
from zhishou.desk.tests.factories import Desk, make_desk
from zhishou.people.models import Person
from zhishou.people.rules import sounds_of

HERE = "/c/red-cross/desk/phone/"


@pytest.fixture
def desk(cast: Cast) -> Desk:
    for person, name, mobile in (
        (cast.requester, "王芳", "13800138000"),
        (cast.leader, "陈国华", "13900000102"),
        (cast.front_desk, "孙小梅", ""),
    ):
        sounds = sounds_of(name)
        Person.objects.filter(pk=person.pk).update(name=name, name_pinyin=sounds, mobile=mobile, title="办公室科员")
        person.refresh_from_db()
    return make_desk(cast)


@dataclass(kw_only=True)
class Keyboard:
    """Presses keys at a page and counts them; what the caller says is typed, not counted."""

    page: Page
    strokes: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)


def value(page: Page, name: str) -> str:
    return page.locator(f"#phone-{name}").input_value()


def test_from_the_console_to_a_ticket_in_five_strokes_beside_what_is_said(look: Look, desk: Desk) -> None:
    eyes = look(desk.cast.front_desk)
    page = eyes.go("/c/red-cross/desk/")
    keys = Keyboard(page=page)

    keys.press("n")
    page.locator("#phone-who:focus").wait_for()
    keys.press("w", "f", "Enter")  # Enter may come before the answer
    page.locator("#phone-words:focus").wait_for()
    keys.write("公文打不开，点发文后一直转圈")
    keys.press("Control+Enter")

    page.get_by_role("link", name="#1 公文打不开，点发文后一直转圈").wait_for()
    assert keys.strokes == 5
    ticket = Ticket.objects.get()
    assert (ticket.caller, ticket.filer) == (desk.cast.requester, desk.cast.front_desk)
    assert [value(page, name) for name in ("who", "words", "contact")] == ["", "", ""]
    assert page.evaluate("document.activeElement.name") == "who"


def test_a_second_call_is_parked_and_joined_and_nothing_is_lost_by_a_reload(look: Look, desk: Desk) -> None:
    desk.open(reached_at=datetime.now(UTC))
    eyes = look(desk.cast.front_desk)
    page = eyes.go(HERE)
    keys = Keyboard(page=page)
    keys.write("陈国华")
    page.locator("[data-phone-pick]").wait_for()
    keys.press("Enter")
    keys.write("会议材料打不开")

    keys.press("F9")  # another call comes in
    keys.write("13800138000")
    page.locator("[data-phone-pick]").wait_for()
    keys.press("ArrowDown", "Enter")
    page.locator("#phone-beside", has_text="#1 公文打不开").wait_for()
    keys.write("还没好吗？")
    page.reload()
    page.get_by_text("会议材料打不开").first.wait_for()
    eyes.picture("phone-two-calls-desk")
    while value(page, "who") != "王芳":
        keys.press("F8")
    page.locator("#phone-beside", has_text="#1 公文打不开").wait_for()
    keys.press("Alt+1")
    page.locator("#phone-said a").wait_for()

    assert Intake.objects.get(channel="phone").ticket == Ticket.objects.get()
    assert (value(page, "who"), value(page, "words")) == ("陈国华", "会议材料打不开")  # the parked one is back
    page.locator("#phone-answer").fill("换浏览器即可")
    keys.press("Control+Shift+Enter")
    page.locator("#phone-said", has_text="陈国华").wait_for()
    assert Intake.objects.get(state="answered").caller == desk.cast.leader
    assert page.locator("#phone-parked").is_hidden()


def test_a_lost_network_keeps_the_words_and_sending_again_makes_one_intake(look: Look, desk: Desk) -> None:
    eyes = look(desk.cast.front_desk)
    eyes.expected += ["ERR_INTERNET_DISCONNECTED", "htmx:"]
    page = eyes.go(HERE)
    page.locator("#phone-who").fill("李处长")
    page.locator("#phone-words").fill("登录不了")
    key = page.locator("#phone-key").input_value()

    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.locator("#toasts .notice-danger").first.wait_for()
    assert value(page, "words") == "登录不了"
    page.context.set_offline(False)
    page.reload()
    assert (value(page, "words"), page.locator("#phone-key").input_value()) == ("登录不了", key)
    page.locator("#phone-words").press("Control+Enter")
    page.locator("#phone-said a").wait_for()

    assert Intake.objects.get().reference == key
    assert Ticket.objects.count() == 1


def test_a_call_of_the_call_centre_fills_the_form_of_whoever_picks_it_up(look: Look, desk: Desk) -> None:
    now = datetime.now(UTC)
    line, _secret = actions.renew_line(engagement=desk.cast.engagement, by=desk.cast.manager, at=now)
    eyes = look(desk.cast.front_desk)
    page = eyes.go(HERE)

    def tell(event: CallEventKind) -> None:
        told = CallNews(call_id="1", event=event, moment=now, caller="13800138000", agent="front_desk")
        hear_news(line=line, news=told, signature=event.value, at=now)
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:calls'))")  # no live server runs here

    tell(CallEventKind.RINGING)
    page.locator("#phone-calls", has_text="王芳").wait_for()
    eyes.picture("phone-rings-desk")
    assert eyes.barriers() == []
    assert value(page, "who") == ""
    tell(CallEventKind.ANSWERED)
    page.locator("#phone-beside", has_text="王芳").wait_for()
    page.keyboard.type("打印不了")
    page.keyboard.press("Control+Enter")
    page.locator("#phone-said a").wait_for()

    assert Ticket.objects.get().caller == desk.cast.requester
    assert PhoneCall.objects.get().intake == Intake.objects.get()


def test_the_phone_log_fits_and_keeps_nobody_out(look: Look, desk: Desk) -> None:
    desk.open(reached_at=datetime.now(UTC))
    eyes = look(desk.cast.front_desk)
    eyes.expected.append("422")
    page = eyes.go(HERE)
    assert eyes.faults("phone-empty") == []
    eyes.turn("desk", dark=False)

    page.locator("#phone-who").fill("wang")
    page.locator("[data-phone-pick]").wait_for()
    assert eyes.faults("phone-found") == []
    eyes.turn("desk", dark=False)
    page.locator("[data-phone-pick]").click()
    page.locator("#phone-beside", has_text="#1 公文打不开").wait_for()
    page.locator("#phone-words").press("Control+Enter")
    page.locator("#phone-said [role=alert]").wait_for()
    page.locator(".phone-more summary").click()
    assert eyes.faults("phone-refused") == []


def test_what_the_words_speak_for_is_taken_over_by_a_press(look: Look, desk: Desk) -> None:
    eyes = look(desk.cast.front_desk)
    page = eyes.go(HERE)
    page.locator("#phone-words").fill("打印机驱动装不上，浏览器控件报错")
    page.locator("[data-phone-proposed=service_code]").wait_for()
    assert eyes.faults("phone-proposed") == []
    eyes.turn("desk", dark=False)

    page.locator("[data-phone-proposed=service_code]").click()
    page.locator("[data-phone-proposed=service_code]").wait_for(state="detached")
    page.locator("[data-phone-proposed=module]").click()
    page.locator("[data-phone-proposed=module]").wait_for(state="detached")

    assert (value(page, "service_code"), value(page, "module")) == ("010201", "浏览器、打印、插件")
