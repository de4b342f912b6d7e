"""The page in a real browser, with the real chat server: two people talk, a line is cut, somebody leaves."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from csp.constants import SELF
from django.conf import settings
from django.utils import timezone
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page
from pytest_django.fixtures import Settings

from tests.browser.conftest import PASTE, Eyes, Look
from xieban.chat.actions.entering import open_room
from xieban.chat.models import Room
from xieban.chat.queries.server import CLIENT, ServerRefuses, ask
from xieban.chat.rules.names import Kind
from xieban.chat.tests.standard import department_room, sign_in, talk_of
from xieban.chat.tests.synapse import Pushes
from xieban.chat.tests.test_talking import push
from xieban.directory.actions import hand_over, lock_account, rebuild_search
from xieban.directory.models import Unit
from xieban.documents.models import Document
from xieban.documents.tests.laying import Way, notice, prepare
from xieban.tests.cast import Cast, give_post

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.django_db(transaction=True)]
with_server = pytest.mark.chat_server
CUT = "ERR_INTERNET_DISCONNECTED"
PASTES = PASTE.replace("textarea[name=words]", "[data-composer] textarea")
DROPS = """(size) => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([new Uint8Array(size)], "录像.mp4", { type: "video/mp4" }));
  const event = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
  document.querySelector("[data-room]").dispatchEvent(event);
}"""
HEARS_NOTICES = """
window.Notification = class {
  static permission = "granted";
  constructor(title, more) { document.documentElement.dataset.told = `${title}: ${more.body}`; }
  addEventListener() {}
};
"""


@pytest.fixture
def office(settings: Settings, gate: str, cast: Cast) -> Cast:
    """Return the cast, with pages that may speak with the chat server of the tests."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    lines = [f"http://{host}:{settings.CHAT_PORT}" for host in ("localhost", "127.0.0.1")]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "connect-src": [SELF, *lines]}}
    return cast


def paper(cast: Cast) -> Document:
    """Return a document that its drafter has handed to the head of his department."""
    prepare(cast)
    document = notice(cast.drafter)
    Way(document).does(cast.drafter)
    return document


def opened(eyes: Eyes, *, room: str = "") -> Page:
    """Open the page, and a room in it."""
    page = eyes.go("/chat/")
    page.wait_for_selector("[data-chat][data-ready]")
    if room:
        listed(page, room).click()
        page.wait_for_selector("[data-room]:not([hidden]) .chat-rows > li")
    return page


def listed(page: Page, room: str) -> Locator:
    """Return a room in the list, by its address: the chat server of the tests knows rooms of other tests too."""
    return page.locator(f'[data-rooms] > [data-key="{room}"] > .chat-room')


def room_of(department: Unit) -> str:
    return department_room(department).address


def write(page: Page, text: str) -> None:
    field = page.get_by_role("combobox", name="消息")
    field.fill(text)
    field.press("Enter")


def said(page: Page, text: str) -> str:
    """Wait until something stands in the open room as the server has it; return its address there."""
    row = page.locator(".chat-row:not(.is-waiting)", has_text=text).last
    row.wait_for()
    return row.get_attribute("data-key") or ""


@with_server
def test_two_colleagues_talk_about_a_document_one_on_a_phone(
    look: Look, office: Cast, chat: Callable[[], None], pushes: Pushes
) -> None:
    document = paper(office)
    desk, phone = look(office.drafter), look(office.department_head, width="phone")
    mine = desk.go(f"/documents/{document.uuid}/")
    mine.get_by_role("link", name="讨论").click()
    mine.wait_for_selector("[data-room]:not([hidden])")
    chat()
    room = Room.objects.get(kind=Kind.DOCUMENT).address

    field = mine.get_by_role("combobox", name="消息")
    field.press_sequentially("@Dep")
    mine.get_by_role("option", name=office.department_head.name).wait_for()
    field.press("Enter")
    field.press_sequentially("第三条请核对")
    field.press("Enter")
    event = said(mine, "第三条请核对")
    his = opened(phone)
    listed(his, room).locator(".chat-count.is-called").wait_for()
    assert his.title().startswith("(")
    assert [phone.overhang(), phone.barriers()] == [[], []]
    phone.picture("chat-rooms-phone")
    listed(his, room).click()
    his.wait_for_selector(".chat-mention.is-me")
    mine.wait_for_selector(".chat-row.is-mine .chat-state:has-text('已读')")
    write(his, "已经改好")
    said(mine, "已经改好")

    assert [desk.overhang(), desk.barriers(), phone.overhang(), phone.barriers()] == [[], [], [], []]
    desk.picture("chat-room")
    phone.picture("chat-room-phone")
    assert sign_in(office.department_head).read(room)[:2] == [
        "已经改好",
        f"@{office.department_head.name} 第三条请核对",
    ]
    assert push(pushes, event) == 200
    mine.get_by_role("searchbox", name="搜索聊天记录").fill("核对")
    mine.keyboard.press("Enter")
    mine.locator(".chat-hit mark", has_text="核对").click()
    mine.wait_for_selector(".chat-row.is-found")


@with_server
def test_a_direct_talk_begins_by_a_few_letters_and_keeps_its_pictures(
    look: Look, office: Cast, chat: Callable[[], None]
) -> None:
    rebuild_search(at=timezone.now())  # by the people's keys of this test
    clerk = look(office.clerk, width="phone")
    clerk.page.context.add_init_script(HEARS_NOTICES)
    his = opened(clerk)
    mine = opened(look(office.drafter))
    mine.get_by_role("button", name="发起会话").click()
    mine.get_by_role("searchbox", name="姓名、拼音或拼音首字母").press_sequentially("cler")
    mine.locator(".chat-found", has_text=office.clerk.name).wait_for()
    mine.keyboard.press("Enter")
    mine.wait_for_selector("[data-room]:not([hidden])")
    chat()
    room = Room.objects.get(kind=Kind.PERSON).address

    write(mine, "在吗")
    his.wait_for_selector(f"html[data-told='{office.drafter.name}: 在吗']")
    listed(his, room).click()
    mine.wait_for_selector("[data-room-state].is-here")
    mine.get_by_role("combobox", name="消息").press_sequentially("我")
    his.wait_for_selector(".chat-typing:has-text('正在输入')")
    picture = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(picture, "PNG")
    shown = FilePayload(name="现场.png", mimeType="image/png", buffer=picture.getvalue())
    mine.set_input_files("[data-composer] input[type=file]", shown)
    his.locator("img[alt='现场.png']").wait_for()
    mine.evaluate(PASTES, list(picture.getvalue()))
    pasted = mine.locator(".chat-row.is-mine:has(img[alt='image.png'])")
    his.locator("img[alt='image.png']").wait_for()
    mine.evaluate(DROPS, settings.FILES_LARGEST + 1)
    mine.wait_for_selector("[data-told]:has-text('录像.mp4 超过 50 MB')")
    mine.evaluate(DROPS, 3)
    his.get_by_role("button", name="保存 录像.mp4").wait_for()
    pasted.get_by_role("button", name="撤回").click()
    his.locator(".chat-row em", has_text="此消息已撤回").wait_for()
    assert his.locator("img[alt='image.png']").count() == 0
    clerk.picture("chat-files-phone")


@with_server
def test_who_comes_in_later_has_read_nothing_and_who_is_away_is_called_so(
    look: Look, office: Cast, chat: Callable[[], None]
) -> None:
    room = room_of(office.department)
    mine = opened(look(office.drafter), room=room)
    write(mine, "新同事请看这里")
    said(mine, "新同事请看这里")
    give_post(office.clerk, office.department)
    chat()
    mine.wait_for_selector(f".chat-moved:has-text('{office.clerk.name}')")
    state = mine.locator(".chat-row.is-mine .chat-state", has_text="已读")
    assert state.inner_text().split("\n")[1:2] == ["0 人已读"]

    talk = talk_of(office.drafter, office.clerk)
    listed(mine, talk).click()
    mine.locator("[data-room-state]", has_text="不在线").wait_for()
    lock_account(person=office.clerk, by=office.administrator, at=timezone.now())
    chat()
    mine.locator("[data-room-state]", has_text="对方目前不在，收不到您的消息。").wait_for()


@with_server
def test_what_is_written_without_a_connection_is_kept_over_a_closed_page_and_said_once(
    look: Look, office: Cast
) -> None:
    eyes = look(office.drafter)
    eyes.expected.append(CUT)
    page = opened(eyes, room=room_of(office.department))
    context = page.context

    context.set_offline(True)
    write(page, "电梯里写的")
    page.wait_for_selector(".chat-row.is-waiting:has-text('等待连接后发送')")
    page.wait_for_selector("[data-told-state]:has-text('网络已断开')")
    assert eyes.barriers() == []
    eyes.picture("chat-offline")
    page.evaluate("stop()")
    context.set_offline(False)
    again = replace(eyes, page=context.new_page())
    eyes.page.close()
    shown = opened(again, room=room_of(office.department))
    said(shown, "电梯里写的")

    room = open_room(kind=Kind.DEPARTMENT, key=str(office.department.uuid), by=office.drafter, at=timezone.now())
    assert sign_in(office.department_head).read(room).count("电梯里写的") == 1
    assert shown.locator(".chat-row", has_text="电梯里写的").count() == 1


@with_server
@pytest.mark.usefixtures("few")
def test_who_leaves_is_cut_off_while_he_looks(look: Look, office: Cast, chat: Callable[[], None]) -> None:
    eyes = look(office.drafter)
    eyes.expected += ["401", "403"]
    page = opened(eyes, room=room_of(office.department))

    hand_over(person=office.drafter, successor=office.clerk, by=office.administrator, at=timezone.now())
    chat()
    page.wait_for_selector("[data-told-state]:has-text('您已退出即时通讯')")

    assert page.locator(".chat-row:visible, .chat-room:visible").count() == 0
    eyes.picture("chat-over")


@with_server
def test_who_signs_out_of_the_office_is_signed_out_of_the_chat(look: Look, office: Cast) -> None:
    eyes = look(office.drafter)
    eyes.expected.append("401")
    page = opened(eyes)
    kept = page.evaluate(f"JSON.parse(sessionStorage.getItem('chat:{office.drafter.pk}'))")
    assert ask("GET", f"{CLIENT}/account/whoami", token=kept["token"])["device_id"] == kept["device"]

    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault(), { once: true })")
    page.locator("[data-sign-out]").evaluate("form => form.requestSubmit()")
    # The chat server has heard of it, the office has not: it would give the page a token that outlives him.
    page.wait_for_selector("[data-told-state]:has-text('您已退出即时通讯')")
    page.locator("[data-sign-out]").evaluate("form => form.submit()")
    page.wait_for_url("**/sign-in/**")

    assert page.evaluate(f"sessionStorage.getItem('chat:{office.drafter.pk}')") is None

    def ask_often() -> None:
        for _number in range(200):  # the page says so to the chat server while it goes
            ask("GET", f"{CLIENT}/account/whoami", token=kept["token"])

    with pytest.raises(ServerRefuses, match="401"):
        ask_often()


@with_server
def test_a_link_shows_its_title_to_whom_the_document_is_and_a_file_is_never_run(
    look: Look, office: Cast, chat: Callable[[], None]
) -> None:
    prepare(office)
    document, drawing = notice(office.drafter), b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    room = talk_of(office.drafter, office.clerk)
    chat()
    drafter = sign_in(office.drafter, at=f"http://127.0.0.1:{settings.CHAT_PORT}")
    answer, _keys = drafter.do_pair(
        lambda client: client.upload(lambda *_: BytesIO(drawing), "image/png", "假图.png", filesize=len(drawing))
    )
    drafter.say(room, "假图.png", msgtype="m.image", url=answer.content_uri, info={"mimetype": "image/png"})
    drafter.say(room, f"<img src=x onerror=alert(1)> {settings.PUBLIC_URL}/documents/{document.uuid}/")

    for person, title in ((office.drafter, document.title), (office.clerk, "您无权查看")):
        eyes = look(person)
        eyes.expected.append("400")  # the chat server makes no small picture of what is none
        page = opened(eyes, room=room)
        page.locator(".chat-card", has_text=title).wait_for()
        page.locator(".chat-words", has_text="<img src=x onerror=alert(1)>").wait_for()
        page.wait_for_selector(".chat-picture small:has-text('假图.png')")
        assert page.locator(".chat-row img").count() == 0
