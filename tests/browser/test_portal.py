"""The portal in a real browser: pictures are seen before they are sent, and a report goes out once."""

import pytest

from conftest import Cast
from jishi.files.tests.samples import picture
from tests.browser.conftest import PASTE, Look
from zhishou.desk.models import Intake
from zhishou.desk.tests.factories import Desk, make_desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return make_desk(cast)


def test_pictures_are_chosen_pasted_and_taken_out_and_the_report_waits_for_the_network(
    look: Look, desk: Desk
) -> None:
    eyes = look(desk.cast.requester, width="phone")
    eyes.expected += ["ERR_INTERNET_DISCONNECTED", "403"]
    page = eyes.go("/c/red-cross/help/")
    page.locator("textarea[name=words]").fill("公文打不开，附图")
    page.locator("select[name=module]").select_option("documents")
    chosen = page.locator("[data-desk-chosen] li")

    for name in ("一.png", "二.png"):
        page.locator("input[name=files]").set_input_files(
            {"name": name, "mimeType": "image/png", "buffer": picture(size=(400, 300))}
        )
    page.evaluate(PASTE, list(picture(size=(30, 30))))
    chosen.nth(2).wait_for()
    page.get_by_role("button", name="不发送： 一.png").click()
    eyes.picture("portal-chosen-phone")

    assert chosen.count() == 2
    assert eyes.overhang() == []
    assert eyes.barriers() == []

    page.context.set_offline(True)
    page.get_by_role("button", name="提交给服务台").dblclick(force=True)
    page.get_by_text("网络恢复后会自动发送一次").wait_for()
    eyes.picture("portal-unsent-phone")
    assert not Intake.objects.exists()

    page.context.clear_cookies(name="zhishou_csrf")  # as after signing in anew in another tab
    page.context.set_offline(False)
    page.get_by_text("已收到").first.wait_for()
    eyes.picture("portal-sent-phone")

    intake = Intake.objects.get()
    assert (intake.words, intake.module) == ("公文打不开，附图", "documents")
    [second, pasted] = intake.files.all()
    assert second.name == "二.png"
    assert pasted.name.endswith("-1.png")
    assert page.locator("textarea[name=words]").input_value() == "", "the draft is done with"


def test_a_refused_report_keeps_its_words_its_pictures_and_its_module(look: Look, desk: Desk) -> None:
    eyes = look(desk.cast.requester)
    eyes.expected.append("422")
    page = eyes.go("/c/red-cross/help/")
    page.locator("textarea[name=words]").fill("见附件")
    page.locator("select[name=module]").select_option("printing")
    files = [
        {"name": "说明.txt", "mimeType": "text/plain", "buffer": b"log"},
        {"name": "补丁.exe", "mimeType": "image/png", "buffer": b"MZ"},
    ]
    page.locator("input[name=files]").set_input_files(files)  # type: ignore[arg-type]  # its own typed dict

    page.get_by_role("button", name="提交给服务台").click()
    page.get_by_text("不予接收").first.wait_for()
    eyes.picture("portal-refused-desk")

    assert page.locator("select[name=module]").input_value() == "printing"
    assert eyes.barriers() == []
    page.get_by_role("button", name="不发送： 补丁.exe").click()
    page.get_by_role("button", name="提交给服务台").click()
    page.get_by_text("已收到").first.wait_for()
    assert [one.name for one in Intake.objects.get().files.all()] == ["说明.txt"]
