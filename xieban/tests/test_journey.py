"""A dispatch from its first word to the archive, in a real browser, by the people of the demonstration."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from jishi.outbox.door import deliver_waiting
from tests.browser.conftest import Eyes, Look, session_of
from xieban.config.demonstration import seed
from xieban.directory.actions import delegate
from xieban.directory.models import Person
from xieban.documents.models import Document, Number, Receipt, SealUse, SignOff, Typesetting
from xieban.flows.queries import opinions_of
from xieban.flows.rules.words import Status

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_engine,
    pytest.mark.django_db(transaction=True),
]

AGREE = "同意"


@dataclass
class Story:
    """One document, a desk and a phone: its people sit down at them in turn."""

    look: Look
    address: str = ""
    windows: dict[str, Eyes] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def eyes(self, username: str, width: str = "desk") -> Eyes:
        """Return the window with somebody before it."""
        if width not in self.windows:
            self.windows[width] = self.look(width=width)
        eyes = self.windows[width]
        if username not in self.sessions:
            self.sessions[username] = session_of(Person.objects.get(username=username))
        eyes.sits(self.sessions[username])
        return eyes

    def page(self, username: str, width: str = "desk") -> Page:
        """Return somebody's window, with the document open."""
        return self.eyes(username, width).go(self.address)

    def does(
        self, username: str, *, decision: str = "", words: str = "", width: str = "desk", then: str = ""
    ) -> None:
        """Let somebody hand in the form of his work, and wait until the document stands where it should."""
        page = self.page(username, width)
        form = page.locator("#acts form.act").first
        if decision:
            form.get_by_label(decision, exact=True).check()
        if words:
            form.locator("textarea[name=words]").fill(words)
        self.hands_in(page, then=then)

    def hands_in(self, page: Page, *, then: str) -> None:
        """Press the button of the work, and wait until the document stands where it should."""
        self.press(page)
        page.locator(".card", has_text="当前状态").get_by_text(then, exact=True).first.wait_for()

    def press(self, page: Page, form: str = "#acts form.act") -> None:
        """Press the button of a form, and wait for the page that answers."""
        with page.expect_navigation(wait_until="load"):
            page.locator(form).first.locator("button[type=submit]").click()


@pytest.fixture
def story(look: Look, settings: Settings) -> Story:
    settings.DEMO = True
    seed(at=timezone.now(), documents=0)
    return Story(look=look)


def drafted(story: Story) -> Document:
    """Let the clerk begin a notice, write its text in the browser, and open its page."""
    page = story.eyes("jiangyan").go("/documents/new/dispatch/")
    page.get_by_label("标题").fill("关于做好冬季救灾物资储备的通知")
    page.get_by_label("主送机关").fill("各市（州）红十字会")
    page.get_by_label("依据").fill("会党组2026年第3次会议")
    page.locator("form button[type=submit].btn-primary").click()
    page.wait_for_url("**/documents/*-*/")
    document = Document.objects.get()
    story.address = f"/documents/{document.uuid}/"
    written(page, "为切实做好冬季救灾物资储备工作，请于12月底前将储备帐篷500顶的情况报送我会。")
    return document


def written(page: Page, words: str) -> None:
    """Write the text anew and save it."""
    page.locator("a[href*='/writing/']").first.click()
    page.wait_for_selector("form[data-ready]")
    page.get_by_role("textbox", name="公文正文").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(words)
    page.get_by_role("button", name="保存为新版本").click()
    page.wait_for_url("**/documents/*-*/")


def countersigned(story: Story) -> None:
    """Four departments countersign: one sends it back and gets it straight again, one is away with a deputy."""
    page = story.page("jiangyan")
    for department in ("办公室", "组织宣传处", "筹资财务处", "信息中心"):
        page.locator("#acts form.act").first.get_by_label(department, exact=True).check()
    story.hands_in(page, then="处室审核")
    story.does("yangbo", decision=AGREE, then="会签")
    story.does("dujuan", decision=AGREE, then="会签")
    page = story.page("weilan")
    page.locator("summary", has_text="退回").click()
    back = page.locator("details[open] form.act")
    back.locator("input[name=straight]").check()
    back.locator("textarea[name=words]").fill("请补充物资的资金来源")
    story.press(page, "details[open] form.act")
    page.locator(".card", has_text="当前状态").get_by_text("起草", exact=True).first.wait_for()
    assert page.get_by_text("请补充物资的资金来源").first.is_visible()

    written(story.page("jiangyan"), "为切实做好冬季救灾物资储备工作，请用省级专项资金，于12月底前储备帐篷500顶。")
    story.does("jiangyan", then="会签")
    story.does("weilan", decision=AGREE, then="会签")
    story.does("hanxuefeng", decision=AGREE, then="会签")
    story.does("guotao", decision=AGREE, words="代王主任：无意见", then="办公室核稿")


def signed(story: Story) -> None:
    """The head signs on a phone, proof-reading finds an error of substance, and he signs again."""
    story.does("luomin", decision=AGREE, then="分管领导审签")
    story.does("chenguohua", decision=AGREE, then="签发")
    story.does("zhoujianguo", decision=AGREE, words="同意印发", width="phone", then="复核")
    written(story.page("hanxuefeng"), "为切实做好冬季救灾物资储备工作，请用省级专项资金，于12月底前储备帐篷600顶。")
    page = story.page("hanxuefeng")
    page.locator("#acts form.act").first.get_by_label("有实质性修改").check()
    story.hands_in(page, then="签发")
    assert not Number.objects.exists()
    story.page("zhoujianguo", "phone")
    assert story.eyes("zhoujianguo").faults("journey-sign-off") == []
    story.does("zhoujianguo", decision=AGREE, words="同意", width="phone", then="复核")
    story.does("hanxuefeng", then="登记编号")
    first, second = SignOff.objects.order_by("id")
    assert first.digest != second.digest


def printed_and_sealed(story: Story) -> None:
    """It gets its number and its red head, is read again, and sealed."""
    page = story.page("luomin")
    page.locator("#acts form.act").first.locator("input[name=copies]").fill("30")
    story.press(page)
    page.get_by_text("省红发〔", exact=False).first.wait_for()
    deliver_waiting(at=timezone.now())
    assert Typesetting.objects.get().verdict in {"pass", "warn"}
    sheet = story.page("jiangyan").locator("img.sheet").first
    sheet.scroll_into_view_if_needed()
    assert sheet.evaluate("one => one.decode().then(() => one.naturalWidth)") > 500
    story.does("jiangyan", then="用印")
    story.does("tianfang", then="核发分送")
    deliver_waiting(at=timezone.now())
    assert SealUse.objects.get().number == Number.objects.get().text
    assert Typesetting.objects.latest("id").is_sealed


def sent_and_archived(story: Story) -> None:
    """Two colleagues sign for it, the checks of the archive are passed, and it is put away."""
    page = story.page("luomin")
    page.get_by_label("单位内签收人").fill("杨波 杜鹃")
    story.hands_in(page, then="签收")
    story.does("yangbo", then="签收")
    story.press(story.page("dujuan"))
    story.press(story.page("luomin"), "form[action*='/receipts/']")
    assert not Receipt.objects.filter(signed_at=None).exists()
    deliver_waiting(at=timezone.now())
    story.press(story.page("tianfang"))
    deliver_waiting(at=timezone.now())


def test_a_dispatch_from_its_first_word_to_the_archive(story: Story) -> None:
    now = timezone.now()
    away, deputy = (Person.objects.get(username=name) for name in ("wangzhiqiang", "guotao"))
    delegate(principal=away, deputy=deputy, since=now, until=now + timedelta(days=3), by=away, at=now)
    document = drafted(story)

    countersigned(story)
    signed(story)
    printed_and_sealed(story)
    sent_and_archived(story)

    document.refresh_from_db()
    assert document.instance is not None
    assert document.instance.status == Status.FINISHED
    stood_in = [one for one in opinions_of(document.instance) if one.acted_for == away]
    assert [one.person for one in stood_in] == [deputy]
    page = story.eyes("tianfang").go("/archive/")
    page.get_by_text("关于做好冬季救灾物资储备的通知").first.wait_for()
