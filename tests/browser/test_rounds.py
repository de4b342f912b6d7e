"""A round as an engineer walks it: on a phone, without a connection in the machine room, sent once afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, Page

from conftest import Cast
from jishi.files.tests.samples import picture
from tests.browser.conftest import Look
from tests.browser.test_visits import SENT_WITHIN, sign
from zhishou.contracts.tests.factories import load
from zhishou.inspections.models import Act, Finding, Picture, Round, Signature, Talk
from zhishou.inspections.rules.words import PlanKind, RoundState
from zhishou.inspections.tests.factories import Site, make_site

HERE = "/c/red-cross/inspections/"
OFFLINE = ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "ERR_FAILED", "htmx:"]


@pytest.fixture
def site(cast: Cast) -> Site:
    load(cast, ("ends = 2023-12-31", "ends = 2099-12-31"))
    return make_site(cast)


@pytest.fixture
def inspection(site: Site) -> Round:
    now = datetime.now(UTC)
    plan = site.plan(
        PlanKind.SPECIAL, first_day=now.date() - timedelta(days=1), last_day=now.date() + timedelta(days=3), at=now
    )
    return Round.objects.get(plan=plan)


def fill_in(page: Page) -> None:
    page.get_by_label("读数").fill("33.5")
    keep(page, "机房温度", 2)
    page.locator("[data-inspections-item='E-02'] label", has_text="否").click()
    keep(page, "面板无告警灯", 3)
    photo: FilePayload = {"name": "机柜.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("#p-E-03").set_input_files(photo)
    keep(page, "机柜照片", 4)
    page.locator("#u-U-01").fill("李晓梅")
    page.locator("#g-U-01").fill("演示 PDF 打印")
    keep(page, "办文是否顺畅", 5)


def keep(page: Page, item: str, waiting: int) -> None:
    page.locator("form.inspections-task", has_text=item).get_by_role("button", name="保存").click()
    page.get_by_text(f"{waiting} 项待发送").wait_for()


def test_a_round_is_walked_without_a_connection_and_sent_once(look: Look, site: Site, inspection: Round) -> None:
    eyes = look(site.cast.second_line, width="phone")
    eyes.expected += OFFLINE
    page = eyes.go(f"{HERE}rounds/{inspection.uuid}/site/")
    page.wait_for_selector("body[data-visit-kept]")

    page.context.set_offline(True)
    page = eyes.go(f"{HERE}rounds/{inspection.uuid}/site/")
    page.get_by_label("所在位置").fill("三楼机房")
    page.get_by_role("button", name="开始现场巡检").click()
    page.get_by_text("1 项待发送").wait_for()
    fill_in(page)
    page.get_by_text("已填写 4 / 4 项").wait_for()
    eyes.picture("round-offline-phone")
    sign(page)
    page.locator("#site-signer").fill("王志强")
    page.locator("#site-office").fill("信息中心主任")
    page.get_by_role("button", name="确认本次巡检").click()
    page.get_by_text("6 项待发送").wait_for()
    page.get_by_role("button", name="结束巡检").click()
    page.get_by_text("7 项待发送").wait_for()
    assert not Act.objects.exists()
    context = page.context
    page.close()

    context.set_offline(False)
    eyes.page = context.new_page()
    page = eyes.go(HERE)
    page.get_by_text("已全部发送").wait_for(timeout=SENT_WITHIN)

    inspection.refresh_from_db()
    assert (inspection.state, inspection.place) == (RoundState.CLOSED, "三楼机房")
    kinds = [one.kind for one in Act.objects.filter(round=inspection)]
    assert kinds == ["begin", "answer", "answer", "answer", "talk", "sign", "close"]
    assert {one.title for one in Finding.objects.all()} == {"机房温度：33.5 ℃", "面板无告警灯：否"}
    assert [one.name for one in Picture.objects.all()] == ["机柜.png"]
    assert Talk.objects.get().guidance == "演示 PDF 打印"
    assert Signature.objects.get().signer_name == "王志强"


def test_the_pages_of_inspections_fit_and_keep_nobody_out(look: Look, site: Site, inspection: Round) -> None:
    now = datetime.now(UTC)
    eyes = look(site.cast.second_line)
    eyes.go(f"{HERE}rounds/{inspection.uuid}/site/")
    assert eyes.faults("round-site") == []
    done = site.walk(inspection, at=now - timedelta(hours=1), temperature="40")
    site.issue(done, at=now)
    manager = look(site.cast.manager)
    for path, name in (
        (HERE, "rounds"),
        (f"{HERE}rounds/{done.uuid}/", "round"),
        (f"{HERE}findings/", "inspection-findings"),
        (f"{HERE}findings/{Finding.objects.get().number}/", "inspection-finding"),
        (f"{HERE}reports/", "inspection-reports"),
        (f"{HERE}plans/new/", "inspection-plan"),
        (f"{HERE}sheets/weekly/1/", "inspection-sheet"),
    ):
        manager.go(path)
        assert manager.faults(name) == [], name
