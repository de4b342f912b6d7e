"""Where reading was left off: a line before the first unread message, a way to it and a way to the newest."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route

from tests.browser.conftest import Eyes, Look
from xieban.chat.queries.server import CLIENT, ask, quoted
from xieban.chat.tests.standard import sign_in, talk_of, tell, tell_in_any_order
from xieban.chat.tests.test_page import listed, office, opened, room_of, said, write
from xieban.chat.tests.test_page_states import in_english
from xieban.chat.tests.test_page_waking import stays, words
from xieban.directory.models import Person
from xieban.tests.cast import Cast

__all__ = ["office"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.chat_server,
    pytest.mark.one_engine,
    pytest.mark.django_db(transaction=True),
]
FEW, MANY = 5, 50  # what fits into the page; what lies far before the part of a room's history that comes with it
MOST_ROWS, EARLIER, LIVE = 200, 170, 35  # so many the page holds; said before and while somebody looks: more
AT_ONCE = 7
IN_VIEW = """(one) => {
  const [row, place] = [one.getBoundingClientRect(), one.closest("[data-timeline]").getBoundingClientRect()];
  return row.top >= place.top && row.bottom <= place.bottom;
}"""


def left_off(eyes: Eyes, room: str) -> Page:
    """Let somebody read a room and go back to the list."""
    page = opened(eyes, room=room)
    write(page, "读到这里")
    said(page, "读到这里")
    page.wait_for_function("!document.querySelector('[data-state=ready] .chat-row.is-waiting')")
    page.evaluate("location.hash = ''")
    page.locator("[data-room]").wait_for(state="hidden")
    return page


def has_read(person: Person, room: str, event: str) -> None:
    """Let somebody have read a room up to an event, on another device."""
    path, token = f"{CLIENT}/rooms/{quoted(room)}/read_markers", sign_in(person).token
    ask("POST", path, {"m.fully_read": event, "m.read": event}, token=token)


def unread(page: Page, room: str, count: int) -> Locator:
    """Wait until a room has so many unread messages; return it."""
    row = listed(page, room)
    row.locator(".chat-count", has_text=str(count)).wait_for()
    return row


def change_rooms(page: Page, *rooms: str) -> None:
    for room in rooms:
        listed(page, room).click()
        page.locator(f'[data-rooms] > [data-key="{room}"] > [aria-current]').wait_for()
        page.locator("[data-timeline]:not([aria-busy]) .chat-rows > li").first.wait_for()


def scroll_up(page: Page) -> None:
    """Have what was said before fetched, as who scrolls up has."""
    above = page.locator(".chat-row").count()
    page.locator("[data-timeline]").evaluate("one => one.scrollTo(0, 0)")
    page.wait_for_function("above => document.querySelectorAll('.chat-row').length > above", arg=above)


def counters(page: Page) -> dict[str, int]:
    """Count what a page holds once its rubbish is gone."""
    line = page.context.new_cdp_session(page)
    line.send("HeapProfiler.collectGarbage")
    found: dict[str, int] = line.send("Memory.getDOMCounters")
    line.detach()
    return found


def clean(eyes: Eyes, name: str) -> list[str]:
    eyes.picture(name)
    return [*too_large(eyes), *eyes.barriers()]


def too_large(eyes: Eyes) -> list[str]:
    long = eyes.page.evaluate("document.documentElement.scrollHeight > innerHeight")
    return [*eyes.overhang(), *(["the page itself scrolls down"] if long else [])]


def test_a_line_stands_before_the_first_unread_message_and_goes_when_all_was_read(look: Look, office: Cast) -> None:
    room = room_of(office.department)
    eyes = look(office.drafter)
    page = left_off(eyes, room)
    tell(office.department_head, room, *(f"新{number}" for number in range(FEW)))

    unread(page, room, FEW).click()

    line = page.locator(".chat-fresh", has_text="以下为未读消息")
    line.wait_for()
    assert page.locator(".chat-fresh + .chat-row").inner_text().splitlines()[-2] == "新0"
    assert page.locator(".chat-jump:visible").count() == 0, "all of it is in view"
    assert eyes.faults("chat-unread") == []
    assert too_large(eyes) == []
    tell(office.department_head, room, "看着时说的")
    said(page, "看着时说的")
    assert page.locator(".chat-fresh").count() == 1
    page.evaluate("location.hash = ''")
    listed(page, room).click()
    said(page, "看着时说的")
    assert page.locator(".chat-fresh").count() == 0


def test_the_first_unread_message_is_reached_though_it_was_not_loaded_and_the_newest_again(
    look: Look, office: Cast
) -> None:
    room, speaker = room_of(office.office), office.office_head
    # Much is said once, to two who read it in their own ways: to say it takes longest.
    event = tell(speaker, room, "读到这里")
    for person in (office.clerk, office.registrar):
        has_read(person, room, event)
    tell(speaker, room, *(f"未读{number}" for number in range(MANY)))

    goes_to_the_first_unread_and_back(look(office.clerk), room, english=False, name="desk-zh")
    eyes = look(in_english(office.registrar), width="phone")  # the longer words in the narrower place
    goes_to_the_first_unread_and_back(eyes, room, english=True, name="phone-en")


def goes_to_the_first_unread_and_back(eyes: Eyes, room: str, *, english: bool, name: str) -> None:
    page = opened(eyes)
    unread(page, room, MANY).click()
    said(page, f"未读{MANY - 1}")
    stays(page)
    first = page.get_by_role("button", name=f"{MANY} unread" if english else f"{MANY} 条未读", exact=True)
    newest = page.locator("[data-newest]", has_text="To the newest" if english else "回到最新")
    first.wait_for()
    assert page.locator(".chat-fresh").count() == 0, name
    assert clean(eyes, f"chat-first-unread-{name}") == []

    first.click()
    line = page.locator(".chat-fresh")
    line.wait_for()
    assert line.evaluate(IN_VIEW), name
    assert page.locator(".chat-fresh + .chat-row .chat-words").inner_text() == "未读0", name
    first.wait_for(state="hidden")
    newest.wait_for()
    assert clean(eyes, f"chat-newest-{name}") == []
    newest.click()

    newest.wait_for(state="hidden")
    assert page.locator(".chat-words", has_text=f"未读{MANY - 1}").last.evaluate(IN_VIEW), name
    assert page.evaluate("window.stays"), name


def test_from_the_first_unread_message_on_everything_is_read_by_scrolling_down(look: Look, office: Cast) -> None:
    room = room_of(office.department)
    page = left_off(look(office.drafter, width="phone"), room)
    page.close()
    tell(office.department_head, room, *(f"往下{number}" for number in range(MANY)))
    page = opened(look(office.drafter, width="phone"))
    unread(page, room, MANY).click()

    page.get_by_role("button", name=f"{MANY} 条未读", exact=True).click()
    page.locator(".chat-fresh").wait_for()
    goes_on_while_what_lies_before_is_fetched(page)
    while not page.locator("[data-newest]").is_hidden():
        page.locator("[data-timeline]").evaluate("one => one.scrollBy(0, one.clientHeight)")

    assert words(page, "往下") == [f"往下{number}" for number in range(MANY)]


def goes_on_while_what_lies_before_is_fetched(page: Page) -> None:
    """Scroll down before what lies further up is here: what lies beyond the end comes without another move."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/messages?*dir=b*", hold)
    with page.expect_request("**/messages?*dir=b*"):
        page.get_by_role("button", name="往前", exact=True).click()
    before = page.locator(".chat-words").last.inner_text()
    page.locator("[data-timeline]").evaluate("one => one.scrollTo(0, one.scrollHeight)")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    for one in held:
        one.continue_()
    page.unroute("**/messages?*dir=b*")
    last_is_another = "before => [...document.querySelectorAll('.chat-words')].pop().innerText !== before"
    page.wait_for_function(last_is_another, arg=before)


def test_who_never_read_a_room_finds_the_line_before_its_first_message(look: Look, office: Cast) -> None:
    room = room_of(office.department)
    tell(office.department_head, room, "第一句", "第二句")
    page = opened(look(office.drafter, width="phone"))

    unread(page, room, 2).click()

    page.locator(".chat-fresh + .chat-row", has_text="第一句").wait_for()


def test_what_is_said_while_one_reads_further_up_is_counted_at_the_way_down(look: Look, office: Cast) -> None:
    room = room_of(office.department)
    tell(office.department_head, room, *(f"旧{number}" for number in range(40)))
    page = opened(look(office.drafter, width="phone"), room=room)
    said(page, "旧39")
    page.locator("[data-first-unread]:not([hidden]), .chat-fresh").first.wait_for()
    page.locator(".chat-row", has_text="旧15").evaluate("one => one.scrollIntoView({ block: 'start' })")
    page.get_by_role("button", name="回到最新", exact=True).wait_for()

    tell(office.department_head, room, "刚说的一", "刚说的二")
    page.get_by_role("button", name="回到最新（2 条新消息）").click()

    page.locator(".chat-fresh + .chat-row", has_text="刚说的一").wait_for()
    assert page.locator(".chat-words", has_text="刚说的二").evaluate(IN_VIEW)


def test_however_much_is_said_and_however_often_rooms_are_changed_the_page_stays_as_large(
    look: Look, office: Cast, chat: Callable[[], None]
) -> None:
    room, other = room_of(office.department), talk_of(office.drafter, office.clerk)
    yesterday = {f"昨天{number}" for number in range(EARLIER)}
    tell_in_any_order(office.department_head, room, yesterday)
    page = opened(look(office.drafter), room=room)
    while len(words(page, "昨天")) < EARLIER:
        scroll_up(page)
    assert set(words(page, "昨天")) == yesterday
    page.get_by_role("button", name="回到最新").click()
    page.locator("[data-newest]").wait_for(state="hidden")

    for first in range(0, LIVE, AT_ONCE):  # of more the server would leave some out, and the page begin anew
        tell(office.department_head, room, *(f"今天{number}" for number in range(first, first + AT_ONCE)))
        said(page, f"今天{first + AT_ONCE - 1}")
    assert LIVE < page.locator(".chat-row").count() <= MOST_ROWS
    change_rooms(page, other, room)
    before = counters(page)
    change_rooms(page, *[other, room] * 5)

    after = counters(page)
    assert after["jsEventListeners"] <= before["jsEventListeners"] + 2
    assert after["nodes"] <= before["nodes"] * 1.01
    assert page.locator(".chat-row").count() < MOST_ROWS / 2, "what was said before is fetched by who scrolls up"
