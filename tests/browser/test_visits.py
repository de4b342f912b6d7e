"""Visits as an engineer carries them about: on a phone, connected and not, signed by a finger."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Error, FilePayload, Page

from conftest import Cast
from jishi.files.tests.samples import picture
from tests.browser.conftest import Eyes, Look
from zhishou.contracts.rules import Level
from zhishou.contracts.tests.factories import load
from zhishou.desk.models import Evidence, Signature, Ticket, Visit, VisitAct
from zhishou.desk.rules.visits import ActKind, VisitState
from zhishou.desk.tests.factories import Desk
from zhishou.desk.tests.visiting import Road
from zhishou.people.models import Person

MINUTE = timedelta(minutes=1)
HERE = "/c/red-cross/desk/"
SENT_WITHIN = 60_000  # where the connection came back a moment after the first try, the page tries again 15 s later


@pytest.fixture
def road(cast: Cast) -> Road:
    for person, name in (
        (cast.requester, "王芳"), (cast.first_line, "赵一鸣"), (cast.leader, "陈主任"), (cast.front_desk, "孙小梅"),
    ):  # fmt: skip
        Person.objects.filter(pk=person.pk).update(name=name)
        person.refresh_from_db()
    load(cast, ("ends = 2023-12-31", "ends = 2099-12-31"))
    return Road(desk=Desk(cast=cast))


def sign(page: Page) -> None:
    """Draw with the pen where the client signs."""
    pad = page.locator("canvas[data-hand]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 30 + 20 * step, box["y"] + 60 + (40 if step % 2 else -20))
    page.mouse.up()


def gone_ahead(road: Road) -> Visit:
    now = datetime.now(UTC)
    ticket = road.desk.open(Level.SEVERE, reached_at=now - 30 * MINUTE)
    return road.order(ticket, task="带备用签章控件光盘和网线", at=now - 20 * MINUTE)


def test_the_pages_of_visits_fit_and_keep_nobody_out(look: Look, road: Road) -> None:
    cast = road.desk.cast
    staff = look(cast.first_line)
    staff.go(f"{HERE}visits/")
    seen(staff, "visits-none")

    visit, now = gone_ahead(road), datetime.now(UTC)
    for _ in range(9):
        road.order_for_leader(road.desk.open(reached_at=now - 20 * MINUTE), at=now - 19 * MINUTE)
    for path, name in ((f"{HERE}visits/", "visits"), (f"{HERE}visits/{visit.uuid}/", "visit-ordered")):
        staff.go(path)
        seen(staff, name)
    for name, said in (("visit-tenth", "第 10 次，共 10 次"), ("visit-eleventh", "10 次已全部使用或预占")):
        page = staff.go(f"{HERE}{visit.ticket.number}/")
        staff.turn("desk", dark=False)
        page.get_by_role("button", name="安排上门").click()
        page.get_by_text(said).wait_for()
        seen(staff, name)
        if name == "visit-tenth":
            road.order_for_leader(road.desk.open(reached_at=now - 20 * MINUTE), at=now - 19 * MINUTE)

    road.tell(visit, ActKind.CHECK_IN, at=now - 10 * MINUTE)
    road.tell(visit, ActKind.REPORT, at=now - 9 * MINUTE)
    staff.go(f"{HERE}visits/{visit.uuid}/")
    seen(staff, "visit-on-site")
    road.tell(visit, ActKind.SIGN, at=now - 8 * MINUTE)
    road.tell(visit, ActKind.LEAVE, at=now - 7 * MINUTE)
    client = look(cast.client_admin)
    client.go(f"{HERE}visits/{visit.uuid}/")
    seen(client, "visit-done")
    client.go("/c/red-cross/help/code/")
    seen(client, "visit-code")


def seen(eyes: Eyes, name: str) -> None:
    assert eyes.faults(name) == []


def test_what_was_done_without_a_connection_is_there_once_afterwards(look: Look, road: Road) -> None:
    visit = gone_ahead(road)
    eyes = look(road.desk.cast.first_line, width="phone")
    eyes.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = eyes.go(f"{HERE}visits/{visit.uuid}/")
    page.get_by_role("button", name="出发").wait_for()

    page.context.set_offline(True)
    page.get_by_label("所在位置").fill("三楼办公室")
    page.get_by_role("button", name="签到", exact=True).click()
    page.get_by_text("1 项待发送").wait_for()
    page.locator("#visit-words").fill("重装签章控件")
    page.get_by_role("button", name="保存工作记录").click()
    page.get_by_text("2 项待发送").wait_for()
    assert page.locator("[data-visit-work]").inner_text() == "重装签章控件"
    photo: FilePayload = {"name": "机柜.png", "mimeType": "image/png", "buffer": picture()}
    page.get_by_label("拍摄或选择照片").set_input_files(photo)
    page.get_by_role("button", name="保存照片").click()
    page.get_by_text("3 项待发送").wait_for()
    sign(page)
    page.locator("#visit-signer").fill("王芳")
    page.locator("#visit-office").fill("办公室主任")
    page.get_by_role("button", name="确认以上工作").click()
    page.get_by_text("4 项待发送").wait_for()
    page.get_by_role("button", name="离开现场，结束上门").click()
    page.get_by_text("5 项待发送").wait_for()
    eyes.picture("visit-offline-phone")
    assert not Evidence.objects.filter(kind="check_in").exists()
    context = page.context
    page.close()

    context.set_offline(False)
    eyes.page = context.new_page()
    page = eyes.go(f"{HERE}visits/")
    page.get_by_text("已全部发送").wait_for(timeout=SENT_WITHIN)
    eyes.go(f"{HERE}visits/{visit.uuid}/")

    visit.refresh_from_db()
    assert (visit.state, visit.work_done, visit.place) == (VisitState.DONE, "重装签章控件", "三楼办公室")
    assert [act.kind for act in VisitAct.objects.filter(visit=visit)] == [
        "order", "check_in", "report", "photo", "sign", "leave",
    ]  # fmt: skip
    assert Evidence.objects.filter(kind="check_in").count() == 1
    assert [one.name for one in visit.files.all()] == ["机柜.png"]
    assert Signature.objects.get(visit=visit).signer_name == "王芳"


def test_a_refused_act_stays_in_sight_and_holds_up_what_follows(look: Look, road: Road) -> None:
    visit = gone_ahead(road)
    road.code(at=datetime.now(UTC))
    eyes = look(road.desk.cast.first_line, width="phone")
    eyes.expected += ["422", "403"]
    page = eyes.go(f"{HERE}visits/{visit.uuid}/")

    page.get_by_label("用户方签到码").fill("000 000")
    page.get_by_role("button", name="签到", exact=True).click()
    page.get_by_text("未被接受").wait_for()
    eyes.picture("visit-refused-phone")
    page.get_by_role("button", name="丢弃").click()

    page.context.clear_cookies(name="zhishou_csrf")  # as after signing in anew: the page's own mark is an old one
    page.get_by_label("用户方签到码").fill(road.code(at=datetime.now(UTC)))
    page.get_by_role("button", name="签到", exact=True).click()
    page.get_by_role("button", name="保存工作记录").wait_for()
    page.get_by_text("已全部发送").wait_for(timeout=SENT_WITHIN)
    assert not page.locator("summary", has_text="取消上门").is_visible(), "whoever has arrived calls nothing off"
    visit.refresh_from_db()
    assert (visit.state, visit.check_in_way) == (VisitState.ON_SITE, "code")
    assert Ticket.objects.get(pk=visit.ticket_id).evidence.filter(kind="check_in").count() == 1


def test_a_visit_that_was_opened_once_opens_without_a_connection_until_its_engineer_signs_out(
    look: Look, road: Road
) -> None:
    visit, other = gone_ahead(road), gone_ahead(road)
    eyes = look(road.desk.cast.first_line, width="phone")
    eyes.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "ERR_FAILED", "htmx:"]
    page = eyes.go(f"{HERE}visits/{visit.uuid}/")
    page.wait_for_selector("body[data-visit-kept]")
    page.get_by_text("取消上门").first.wait_for()

    page.context.set_offline(True)
    page = eyes.go(f"{HERE}visits/{visit.uuid}/")
    page.locator("#connection-lost").wait_for()
    assert page.locator("#toasts [data-toast]").count() == 0
    page.get_by_label("所在位置").fill("三楼办公室")
    page.get_by_role("button", name="签到", exact=True).click()
    page.get_by_text("1 项待发送").wait_for()
    assert not page.locator("details[data-visit-states]").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.desk-big')).minHeight") != "0px"
    eyes.picture("visit-opened-offline-phone")
    for path in (f"{HERE}visits/{other.uuid}/", HERE):
        with pytest.raises(Error):
            eyes.go(path)

    page.context.set_offline(False)
    page = eyes.go(f"{HERE}visits/{visit.uuid}/")
    page.get_by_text("已全部发送").wait_for(timeout=SENT_WITHIN)
    visit.refresh_from_db()
    assert visit.state == VisitState.ON_SITE
    assert page.evaluate(SHELVES) == 1
    page.locator("form[data-sign-out]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in/**")
    page.wait_for_function(f"async () => (await ({SHELVES})()) === 0")


SHELVES = "async () => (await caches.keys()).filter((name) => name.startsWith('visits-')).length"
