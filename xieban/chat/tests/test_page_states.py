"""The page in English, with nothing in it, and without its server: on a desk and on a phone."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from tests.browser.conftest import Look
from xieban.chat.tests.test_page import listed, office, opened, room_of, said
from xieban.directory.models import Person
from xieban.tests.cast import Cast

__all__ = ["office"]

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.django_db(transaction=True)]
CHINESE = re.compile("[\u4e00-\u9fff、，。；：！？（）「」《》]")
# What people say and what their rooms are called is theirs: the server is shared with other tests.
WORDS = """() => [...document.querySelectorAll("[data-chat] *")].filter(
  (one) => !one.closest(".chat-words, .chat-room")
).flatMap((one) => [
  one.getAttribute("aria-label"), one.getAttribute("placeholder"), one.getAttribute("title"),
  ...[...one.childNodes].filter((child) => child.nodeType === 3).map((child) => child.textContent),
]).filter((text) => text?.trim())"""


def in_english(person: Person) -> Person:
    """Let the account speak English: it is the account's setting that counts, not the browser's."""
    Person.objects.filter(pk=person.pk).update(language="en")
    person.refresh_from_db()
    return person


def chinese_in(page: Page, *, but: str = "") -> list[str]:
    """Return what stands there in Chinese, but for what people are called and say."""
    return [text for text in page.evaluate(WORDS) if CHINESE.search(re.sub(but, "", text) if but else text)]


@pytest.mark.chat_server
def test_it_speaks_english_to_whose_account_does(look: Look, office: Cast) -> None:
    eyes = look(in_english(office.drafter))
    room = room_of(office.department)
    page = opened(eyes)
    listed(page, room).wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    names = "|".join(map(re.escape, [office.department.name, "协办", "Xieban"]))
    assert chinese_in(page, but=names) == []
    assert eyes.faults("chat-english-rooms") == []

    listed(page, room).click()
    page.wait_for_selector("[data-room]:not([hidden]) .chat-rows > li")
    field = page.get_by_role("combobox", name="Message")
    field.fill("Good morning")
    field.press("Enter")
    said(page, "Good morning")

    assert chinese_in(page, but=names) == []
    assert eyes.faults("chat-english-room") == []


@pytest.mark.chat_server
def test_where_nobody_has_said_anything_it_says_what_to_do(
    look: Look, office: Cast, chat: Callable[[], None]
) -> None:
    loner = Person.objects.create(username="loner", name="林独", created_at=timezone.now())
    chat()

    eyes = look(loner)
    page = opened(eyes)

    page.locator("[data-no-rooms]", has_text="还没有会话").wait_for()
    assert eyes.faults("chat-empty") == []
    page.get_by_role("searchbox", name="搜索聊天记录").fill("储备")
    page.keyboard.press("Enter")
    page.locator("[data-results] [data-told]", has_text="储备").wait_for()
    assert eyes.faults("chat-found-nothing") == []


def test_without_its_server_it_says_in_either_language_that_documents_go_on(
    look: Look, settings: Settings, cast: Cast
) -> None:
    settings.CHAT = False
    eyes = look(cast.drafter)
    eyes.expected.append("503")
    page = eyes.go("/chat/")
    page.wait_for_selector("[data-told-state]:has-text('公文')")
    assert eyes.faults("chat-missing") == []

    in_english(cast.drafter)
    page.reload()

    page.wait_for_selector("[data-told-state]:has-text('Documents')")
    assert chinese_in(page) == []
    assert eyes.faults("chat-missing-english") == []
    page.get_by_role("button", name="Try now").click()
    page.wait_for_selector("[data-told-state]:has-text('Documents')")
    assert eyes.go("/documents/").locator("h1").inner_text() == "Documents"
