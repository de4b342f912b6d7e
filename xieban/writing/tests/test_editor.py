"""The editor in a real browser: what is typed survives, somebody else is seen, a table is written and saved."""

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from tests.browser.conftest import Look
from xieban.tests.cast import make_cast
from xieban.writing import queries
from xieban.writing.models import Draft
from xieban.writing.tests.holding import PAPERS, paper

pytestmark = [pytest.mark.browser, pytest.mark.one_engine, pytest.mark.django_db(transaction=True)]


def write(page: Page) -> None:
    """Write a heading by way of an input method, a paragraph, and a table of two columns."""
    page.get_by_role("textbox", name="公文正文").click()
    page.get_by_role("button", name="一级标题").click()
    composing = page.context.new_cdp_session(page)
    composing.send("Input.imeSetComposition", {"text": "zong", "selectionStart": 4, "selectionEnd": 4})
    composing.send("Input.insertText", {"text": "总体要求"})
    page.keyboard.press("Enter")
    page.keyboard.insert_text("各处室要高度重视。")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="表格").click()
    for word in ("单位", "数量"):
        page.keyboard.insert_text(word)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="删除列").click()


def test_what_is_typed_survives_a_closed_browser_and_the_second_person_is_warned(
    look: Look, settings: Settings
) -> None:
    settings.WRITING_HOLDERS = PAPERS
    cast = make_cast()
    body = paper(cast.drafter, cast.clerk)
    address = f"/writing/{body.uuid}/"

    eyes = look(cast.drafter)
    page = eyes.go(address)
    page.wait_for_selector("form[data-ready]")
    write(page)
    page.wait_for_selector("text=草稿已保存")
    assert eyes.overhang() == []
    assert eyes.barriers() == []
    eyes.picture("writing-editor")
    page.context.close()  # the browser is closed, nothing was saved
    assert Draft.objects.get().person == cast.drafter

    again = look(cast.drafter).go(address)
    again.get_by_role("button", name="继续编辑未保存的内容").click()
    again.wait_for_selector("h1:has-text('一、总体要求')")

    other = look(cast.clerk, width="phone")
    other.expected.append("412")  # the browser itself complains of the answer that refuses a stale revision
    his = other.go(address)
    his.wait_for_selector(f"[data-others]:has-text('{cast.drafter.name}')")
    his.wait_for_selector("form[data-ready]")
    assert other.overhang() == []
    assert other.barriers() == []
    other.picture("writing-editor-phone")

    again.get_by_label("修改说明").fill("起草")
    again.get_by_role("button", name="保存为新版本").click()
    again.wait_for_url("**/")

    assert queries.html_of(body) == (
        "<h1>一、总体要求</h1><p>各处室要高度重视。</p>"
        "<table><thead><tr><th>单位</th><th>数量</th></tr></thead>"
        "<tbody><tr><td></td><td></td></tr><tr><td></td><td></td></tr></tbody></table>"
    )
    assert not Draft.objects.exists()

    his.get_by_role("textbox", name="公文正文").click()
    his.keyboard.insert_text("我也写了一段。")
    his.get_by_role("button", name="保存为新版本").click()
    his.wait_for_selector("text=已先保存了第 1 版")
    assert other.overhang() == []
    assert other.barriers() == []
    other.picture("writing-conflict-phone")
    assert queries.last_revision(body).by == cast.drafter  # type: ignore[union-attr]
