"""The shell under people's hands: keyboard, phone, night, two languages, a broken line."""

import re
from http import HTTPStatus

import pytest
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone

from conftest import NOON, Cast
from jishi.refusals.door import Refusal
from jishi.work.door import begin
from jishi.work.models import Work
from jishi.work.tests.jobs import count_to
from tests.browser.conftest import WIDTHS, Look
from zhishou.people.models import SignIn


class NotToday(Refusal):
    """Not today."""


class Visit(forms.Form):
    title = forms.CharField(label="标题", help_text="用一句话说明情况。")
    level = forms.ChoiceField(label="故障级别", choices=[("1", "一级（致命）"), ("2", "二级（严重）")])
    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect, choices=[("a", "远程支持"), ("b", "现场服务")])
    day = forms.DateField(label="日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    photo = forms.FileField(label="照片", required=False)
    agreed = forms.BooleanField(label="已告知用户方")


def refuse(_request: HttpRequest) -> HttpResponse:
    raise NotToday


def break_down(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def parts(request: HttpRequest) -> HttpResponse:
    form = Visit(request.POST or None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.POST else HTTPStatus.OK
    words = {
        "form": form,
        "due": NOON,
        "at": NOON,
        "rows": ["王小明", "欧阳静"],
        "events": [{"title": "受理", "at": NOON}],
    }
    return render(request, "pages/tests/parts.html", words, status=status)


urlpatterns = [
    path("refuse/", refuse),
    path("break/", break_down),
    path("parts/", parts),
    path("typed/", lambda request: render(request, "pages/tests/typed.html")),
    path("", include("zhishou.config.urls")),
]
handler404 = "jishi.pages.errors.not_found"
handler500 = "jishi.pages.errors.broken"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _parts_page(settings: pytest.FixtureRequest, tmp_path: object) -> None:
    folder = tmp_path / "pages" / "tests"  # type: ignore[operator]
    folder.mkdir(parents=True)
    (folder / "parts.html").write_text(PARTS, encoding="utf-8")
    (folder / "typed.html").write_text(TYPED, encoding="utf-8")
    templates = settings.TEMPLATES  # type: ignore[attr-defined]
    settings.TEMPLATES = [{**templates[0], "DIRS": [str(tmp_path)]}]  # type: ignore[attr-defined]


TYPED = """{% extends "pages/shell.html" %}{% block content %}
<datalist id="colleagues"><option value="yangbo">杨波</option></datalist>
{% for act in "ab" %}<form method="post" action="/typed/">{% csrf_token %}
<input type="hidden" name="act" value="{{ act }}">
<input name="people" list="colleagues" autocomplete="off" data-people>
<button>送 {{ act }}</button></form>{% endfor %}
{% endblock %}"""


PARTS = """{% extends "pages/shell.html" %}{% load pages %}
{% block title %}部件{% endblock %}{% block subtitle %}页面所用的各种部件{% endblock %}
{% block actions %}<button type="button" class="btn btn-primary" data-dialog-open="sure">{% icon "trash" %}删除</button>
<button type="button" class="btn" hx-post="/refuse/" hx-swap="none">{% icon "ban" %}被拒绝的操作</button>
<button type="button" class="btn" hx-post="/break/" hx-swap="none">出错的操作</button>
<button type="button" class="btn" data-copy="你好">{% icon "copy" %}复制</button>{% endblock %}
{% block content %}
{% include "pages/parts/notice.html" with kind="warning" title="合同将于 30 天后到期" text="请及时办理续签。" %}
<div class="row row-cards"><div class="col-md-6"><div class="card"><div class="card-header"><h2 class="card-title">表单</h2></div><div class="card-body">
<form method="post" hx-post="/parts/" hx-target="this" hx-select="form[hx-post]" hx-swap="outerHTML">{% csrf_token %}{{ form }}<button class="btn btn-primary" type="submit">提交</button> <button type="button" class="btn btn-danger">危险</button> <button type="button" class="btn btn-outline-primary">次要</button></form></div></div></div>
<div class="col-md-6"><div class="card mb-3"><table class="table table-cards"><thead><tr><th>姓名</th><th>状态</th><th>时限</th></tr></thead><tbody>
{% for row in rows %}<tr><th scope="row">{% person row %}</th><td data-label="状态">{% mark "success" "circle-check" "达标" %} {% mark "warning" "alert-triangle" "预警" %} {% mark "danger" "alert-octagon" "超时" %} {% mark "info" "player-play" "执行中" %} {% mark "neutral" "clock-pause" "暂停" %}</td><td data-label="时限">{% countdown due %}</td></tr>{% endfor %}</tbody></table>
{% include "pages/parts/pager.html" with previous_url="?a" next_url="?b" %}</div>
<div class="card"><div class="card-body"><dl class="facts"><dt>合同编号</dt><dd>HT-2023-001</dd><dt>时间</dt><dd>{% moment due %}</dd><dt>存证时间</dt><dd>{% stamp due %}</dd></dl>
{% include "pages/parts/timeline.html" %}{% include "pages/parts/progress.html" with percent=40 done=4 total=10 note="第 4 项" title="进度" %}
<details class="menu from-start"><summary class="btn">菜单</summary><div class="menu-panel"><a class="dropdown-item" href="/">首页</a></div></details></div></div></div></div>
{% include "pages/parts/confirm.html" with id="sure" title="确定删除？" text="删除后不能恢复。" action="删除" action_url="/" kind="danger" %}
{% include "pages/parts/empty.html" with icon="inbox" title="暂无工单" text="收到请求后在此显示。" action="登记请求" action_url="/" %}
{% endblock %}"""  # noqa: E501 - a page in one piece


@pytest.mark.parametrize("dark", [False, True], ids=["by day", "at night"])
def test_every_part_fits_and_keeps_nobody_out(dark: bool, cast: Cast, look: Look) -> None:  # noqa: FBT001 - a case of the table
    eyes = look(cast.manager, dark=dark)

    page = eyes.go("/parts/")
    page.get_by_role("button", name="提交").wait_for()

    assert eyes.faults(f"parts-{'dark' if dark else 'light'}") == []


def test_a_refused_click_speaks_in_the_corner(cast: Cast, look: Look) -> None:
    eyes = look(cast.manager)
    eyes.expected += ["409", "500"]
    page = eyes.go("/parts/")

    page.get_by_role("button", name="被拒绝的操作").click()
    page.get_by_text("Not today.").wait_for()
    page.get_by_role("button", name="出错的操作").click()
    page.locator("#toasts").get_by_text("系统出现故障").wait_for()
    eyes.picture("toasts")

    assert eyes.barriers() == []


def test_a_lost_connection_is_said(cast: Cast, look: Look) -> None:
    eyes = look(cast.manager)
    eyes.expected += ["ERR_INTERNET_DISCONNECTED", "htmx"]
    page = eyes.go("/parts/")

    page.context.set_offline(True)
    page.get_by_role("button", name="被拒绝的操作").click()

    page.get_by_text("连接已断开").wait_for()
    page.get_by_text("无法连接服务器").wait_for()


def test_what_was_typed_outlives_the_session(cast: Cast, look: Look) -> None:
    cast.requester.set_password("a quiet lamp on the hill")
    cast.requester.save(update_fields=["password"])
    eyes = look(cast.requester)
    page = eyes.go("/account/")
    page.get_by_label("职务").fill("写了一半的职务")
    SignIn.objects.update(ended_at=timezone.now())

    page.get_by_role("button", name="保存").click()
    page.get_by_label("账号或邮箱").fill("requester")
    page.get_by_label("密码", exact=True).fill("a quiet lamp on the hill")
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_text("您填写的内容仍在此处").wait_for()

    assert page.get_by_label("职务").input_value() == "写了一半的职务"
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()
    page.wait_for_function("!('typed' in sessionStorage)")


def test_what_was_typed_outlives_a_sign_in_in_another_tab(cast: Cast, look: Look) -> None:
    eyes = look(cast.requester)
    eyes.expected.append("403 (Forbidden)")
    page = eyes.go("/account/")
    page.get_by_label("职务").fill("写了一半的职务")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)  # signing in makes another one

    page.get_by_role("button", name="保存").click()
    page.get_by_text("表单已失效").wait_for()
    page.get_by_role("link", name="重新打开页面").click()
    page.get_by_text("您填写的内容仍在此处").wait_for()

    assert page.get_by_label("职务").input_value() == "写了一半的职务"
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()


def test_people_who_were_chosen_come_back_in_the_form_where_they_were(cast: Cast, look: Look) -> None:
    eyes = look(cast.requester)
    eyes.expected.append("403 (Forbidden)")
    page = eyes.go("/typed/")
    page.locator(".chips input").nth(1).fill("杨波，")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)

    page.get_by_role("button", name="送 b").click()
    page.get_by_role("link", name="重新打开页面").click()
    page.get_by_text("您填写的内容仍在此处").wait_for()

    assert page.locator("[name=people]").evaluate_all("all => all.map(one => one.value)") == ["", "yangbo"]


def test_what_cannot_be_taken_back_is_sent_only_after_a_yes(cast: Cast, look: Look) -> None:
    page = look(cast.requester).go("/account/")
    save = page.get_by_role("button", name="保存")
    save.evaluate("button => button.form.dataset.confirm = '确定吗？'")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    save.click()
    asked = page.get_by_role("dialog", name="保存")
    assert asked.get_by_text("确定吗？").is_visible()
    asked.get_by_role("button", name="取消").click()
    assert page.locator("dialog[open]").count() == 0
    save.click()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert "POST" not in sent
    save.click()
    page.get_by_role("dialog", name="保存").get_by_role("button", name="保存").click()

    page.get_by_text("已保存").wait_for()
    assert sent.count("POST") == 1


def test_a_window_asks_first_and_escape_leaves_it(cast: Cast, look: Look) -> None:
    page = look(cast.manager, width="phone").go("/parts/")

    page.get_by_role("button", name="删除").first.click()
    page.get_by_role("dialog", name="确定删除").wait_for()
    page.keyboard.press("Escape")

    assert page.locator("dialog[open]").count() == 0


def test_a_form_with_faults_is_shown_again_in_place(cast: Cast, look: Look) -> None:
    eyes = look(cast.manager)
    eyes.expected.append("422")
    page = eyes.go("/parts/")

    page.locator("form[hx-post] input[name=title]").evaluate("(input) => input.form.noValidate = true")
    page.get_by_role("button", name="提交").click()
    page.locator(".is-invalid").first.wait_for()
    eyes.picture("form-faults")

    assert eyes.barriers() == []


def test_the_drawer_opens_on_a_phone(cast: Cast, look: Look) -> None:
    eyes = look(cast.manager, width="phone")
    page = eyes.go("/")

    page.get_by_role("button", name=re.compile("更多|菜单")).first.click()
    page.get_by_role("dialog").wait_for()
    eyes.picture("drawer")

    assert page.get_by_role("dialog").get_by_role("link", name="首页").is_visible()


@pytest.mark.parametrize(
    ("width", "address"),
    [
        pytest.param("phone", "/c/red-cross/duty/ladders/", id="the last tab"),
        pytest.param("desk", "/organisations/", id="the end of the side"),
    ],
)
def test_where_one_is_stands_in_sight(width: str, address: str, cast: Cast, look: Look) -> None:
    eyes = look(cast.manager, width=width)
    size = {"width": WIDTHS[width]["width"], "height": 500}
    eyes.page.set_viewport_size(size)  # type: ignore[arg-type]  # as above

    page = eyes.go(address)
    box = page.locator(".duty-tabs [aria-current], .side [aria-current]").locator("visible=true").bounding_box()

    assert box is not None
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] + box["height"] <= size["height"]
    assert page.evaluate("scrollY") == 0


def test_the_first_tab_leads_to_the_content(cast: Cast, look: Look) -> None:
    page = look(cast.manager).go("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_the_menu_opens_by_keyboard_and_the_language_changes(cast: Cast, look: Look) -> None:
    eyes = look(cast.manager)
    page = eyes.go("/")

    page.locator("summary", has_text="Manager").focus()
    page.keyboard.press("Enter")
    eyes.picture("menu")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Start page").wait_for()

    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_dark_is_kept_in_this_browser(cast: Cast, look: Look) -> None:
    page = look(cast.manager).go("/")

    page.locator("summary", has_text="Manager").click()
    page.get_by_role("button", name="深色").click()
    page.reload()

    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_error_pages_are_calm(cast: Cast, look: Look) -> None:
    eyes = look(cast.manager)
    eyes.expected += ["404", "500"]

    eyes.go("/nowhere/").get_by_role("heading", name="找不到该页面").wait_for()
    eyes.picture("error-404")
    page = eyes.go("/break/")
    page.get_by_role("heading", name="系统出现故障").wait_for()

    assert page.evaluate("getComputedStyle(document.querySelector('main')).textAlign") == "center"
    assert eyes.faults("error-500") == []


def test_progress_shows_itself(cast: Cast, look: Look) -> None:
    work = begin(title="台账导出", job=count_to, owner=cast.manager.uuid, arguments={"last": 4}, total=4, at=NOON)
    eyes = look(cast.manager, width="phone")
    page = eyes.go(f"/long-work/{work.uuid}/")

    Work.objects.update(done=3, note="第 3 项", state="running")

    page.get_by_text("75%").wait_for()
    eyes.picture("work-phone")
