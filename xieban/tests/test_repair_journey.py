"""An administrator in a real browser: what is stuck is found, planned for, repaired; a flow is gone back from."""

import json
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.conftest import Eyes, Look
from xieban.administration.tests.test_repairing import begun, drawn
from xieban.directory.actions import lock_account
from xieban.directory.models import Person
from xieban.flows.actions import load_definitions
from xieban.flows.models import Flow, Version
from xieban.tests.cast import Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long one of his own"
REASON = "工单 2023-0001：经办人账号已停用"


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    made.administrator.set_password(PASSWORD)
    Person.objects.filter(pk=made.administrator.pk).update(password=made.administrator.password)
    return made


def key_made(eyes: Eyes) -> str:
    """Make a token for a program: the page asks first that the administrator prove who he is."""
    page = eyes.go("/administration/")
    page.get_by_role("link", name="新建令牌").click()
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=name]").wait_for()
    assert [eyes.overhang(), eyes.barriers()] == [[], []]
    eyes.picture("token-new")
    page.locator("input[name=name]").fill("值守")
    page.locator("input[value='instances:write']").check()
    page.locator("main form button[type=submit]").first.click()
    raw = page.locator("#once").inner_text()
    eyes.picture("token-made")
    return raw


class Caller:
    """A program elsewhere, which has nothing but the address and the key."""

    def __init__(self, *, origin: str, key: str) -> None:
        self.host, self.key = urlsplit(origin).netloc, key

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        line = HTTPConnection(self.host, timeout=20)
        line.request(
            "GET" if body is None else "POST",
            f"/admin/api/v1{path}",
            None if body is None else json.dumps(body),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        answer = line.getresponse()
        told = json.loads(answer.read())
        line.close()
        assert answer.status == HTTPStatus.OK, told
        return told


def test_a_stuck_instance_is_found_planned_for_repaired_and_its_history_tells(look: Look, cast: Cast) -> None:
    instance = begun(cast, drawn())
    lock_account(person=cast.archivist, by=None, at=timezone.now())
    eyes = look(cast.administrator)
    eyes.go("/administration/stuck/").locator("tr", has_text="文").get_by_text(
        "没有人能办理", exact=False
    ).wait_for()
    eyes.picture("stuck")
    program = Caller(origin=eyes.origin, key=key_made(eyes))
    address = f"/instances/{instance.uuid}"
    [stay] = program.call(address)["stays"]
    assert stay["people"] == [], "whoever holds it cannot act: his account is closed"

    page = eyes.go("/administration/stuck/")
    page.get_by_role("link", name="改派").click()
    page.locator("input[name=person]").fill("clerk")
    page.locator("textarea[name=reason]").fill(REASON)
    page.get_by_role("button", name="试运行").click()
    page.locator("#plan tr", has_text="执行后").get_by_text(cast.clerk.name).wait_for()
    assert program.call(address)["stays"] == [stay], "a dry run repairs nothing"
    assert eyes.faults("repair-planned") == []
    eyes.turn("desk", dark=False)
    page.get_by_role("button", name="照此执行").click()
    history = page
    history.wait_for_url(f"**/instances/{instance.uuid}/log/")

    assert program.call(address)["stays"][0]["people"] == ["clerk"]
    history.locator("li", has_text=cast.administrator.name).get_by_text(cast.clerk.name).wait_for()
    history.get_by_text(REASON).wait_for()
    eyes.picture("stuck-history")
    assert eyes.go("/administration/stuck/").locator("tbody tr").count() == 0
    log = eyes.go("/administration/log/?all=1")
    log.get_by_text("试运行", exact=False).first.wait_for()
    assert log.get_by_text(REASON).count() == 2
    assert eyes.faults("audit-log") == []


def step(page: Page, element: str) -> None:
    """Choose a step in the drawing."""
    page.locator(f"[data-element-id='{element}']").first.click(position={"x": 12, "y": 12})


def test_a_flow_is_edited_as_a_drawing_published_and_gone_back_from(look: Look, cast: Cast) -> None:
    load_definitions(at=timezone.now())
    eyes = look(cast.administrator)
    page = eyes.go("/flows/leave/1/draw/")
    page.locator("[data-element-id='L2']").first.wait_for()

    step(page, "L2")
    field = page.locator("[data-diagram-panel] input").first
    field.fill("处室负责人审核")
    field.press("Tab")
    page.get_by_role("button", name="存为草稿").click()
    page.wait_for_url("**/flows/leave/")
    page.get_by_role("button", name="发布").click()
    page.get_by_role("row", name="处室负责人审核").wait_for()
    page.get_by_role("button", name="恢复此版本").click()
    page.get_by_role("row", name="处室负责人审批").wait_for()

    states = dict(Version.objects.filter(flow=Flow.objects.get(key="leave")).values_list("number", "state"))
    assert states == {1: "retired", 2: "retired", 3: "published"}
    assert eyes.faults("flow-versions") == []
