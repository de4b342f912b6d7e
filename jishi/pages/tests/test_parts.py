from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_timedelta
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from conftest import NOON
from jishi.pages.door import Stencil
from jishi.pages.renderer import TablerRenderer
from jishi.pages.templatetags.pages import relative

CHINA = ZoneInfo("Asia/Shanghai")


def drawn(text: str, **words: object) -> str:
    return Template("{% load pages %}" + text).render(Context({"at": NOON, **words}))


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        pytest.param(NOON - timedelta(minutes=3), "11:57 3分钟前", "11:57 3 minutes ago", id="today"),
        pytest.param(
            NOON + timedelta(hours=20), "3月16日 08:00 20小时后", "16 Mar 08:00 in 20 hours", id="tomorrow"
        ),
        pytest.param(
            datetime(2022, 12, 5, 0, 30, tzinfo=UTC),
            "2022年12月5日 08:30 3个月前",
            "5 Dec 2022 08:30 3 months ago",
            id="last year",
        ),
        pytest.param(NOON, "12:00 刚刚", "12:00 just now", id="now"),
    ],
)
def test_a_moment_is_said_both_ways_in_both_languages(value: datetime, chinese: str, english: str) -> None:
    def said() -> str:
        return strip_tags(drawn("{% moment value %}", value=value))

    with translation.override("zh-hans"):
        assert said() == chinese
    with translation.override("en"):
        assert said() == english


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(datetime(2026, 12, 5, tzinfo=CHINA), "12月4日 24:00", id="a day with its end"),
        pytest.param(datetime(2027, 1, 1, tzinfo=CHINA), "12月31日 24:00", id="a year with its end"),
        pytest.param(datetime(2026, 12, 4, 17, 30, tzinfo=CHINA), "12月4日 17:30", id="any other hour"),
    ],
)
def test_a_period_that_ends_at_midnight_ends_on_its_last_day(value: datetime, said: str) -> None:
    at = datetime(2026, 11, 28, 12, tzinfo=CHINA)
    with translation.override("zh-hans"):
        shown = drawn("{% end value %}", value=value, at=at)

    assert said in strip_tags(shown)
    assert " 00:00:00" not in shown, "nor on hover"
    assert drawn("{% end value %}", value=None) == "—"


def test_no_moment_is_a_dash() -> None:
    assert drawn("{% moment value %}", value=None) == "—"


@pytest.mark.parametrize(
    ("name", "mark"), [("王小明", "小明"), ("李雷", "李雷"), ("Alice Ann Brown", "AA"), ("", "?")]
)
def test_a_face_shows_what_people_call_each_other(name: str, mark: str) -> None:
    assert f">{mark}</span>" in drawn("{% face name %}", name=name)


def test_a_name_is_never_markup() -> None:
    assert "<b" not in drawn("{% face name %}{% mark 'info' 'check' name %}", name="<b> <b>")


class Visit(forms.Form):
    title = forms.CharField(label="标题", help_text="一句话")
    level = forms.ChoiceField(label="级别", choices=[("1", "一级")])
    agreed = forms.BooleanField(label="同意")
    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect, choices=[("a", "甲"), ("b", "乙")])
    photo = forms.FileField(label="照片", required=False)


def test_a_form_ties_each_control_to_its_label_help_and_errors() -> None:
    form = Visit({"title": ""})

    text = str(form)

    assert '<label class="form-label" for="id_title">标题</label>' in text
    assert 'class="form-control is-invalid"' in text
    assert 'aria-describedby="id_title_helptext id_title_error"' in text
    assert 'id="id_title_helptext"' in text
    assert 'id="id_title_error"' in text
    assert 'class="form-select' in text
    assert "<legend> 类别" in " ".join(text.split())
    assert "data-drop" in text


def test_what_was_drawn_as_markup_is_not_drawn_so_for_a_text_that_reads_the_same() -> None:
    risky = "<i>at risk</i>"

    assert risky in drawn("{% mark 'info' 'check' word %}", word=SafeString(risky))
    assert risky not in drawn("{% mark 'info' 'check' word %}", word=risky)


@given(st.integers(min_value=45, max_value=10**9), st.sampled_from([-1, 1]), st.sampled_from(["zh_Hans", "en"]))
def test_a_distance_in_time_is_said_as_the_language_says_it(seconds: int, side: int, locale: str) -> None:
    away = timedelta(seconds=side * seconds)

    with translation.override("zh-hans" if locale == "zh_Hans" else "en"):
        assert relative(NOON + away, at=NOON) == format_timedelta(away, add_direction=True, locale=locale)


class Choices(forms.Form):
    """Every control that the pages draw themselves, with what is awkward in each."""

    level = forms.ChoiceField(
        choices=[("", "<all>"), ("3", 'a "b" & c'), ("组", [("4", "四"), ("5", SafeString("<b>"))])], label="x"
    )
    name = forms.CharField(
        max_length=9, required=False, widget=forms.TextInput(attrs={"autofocus": True, "list": False})
    )
    mail = forms.EmailField(required=False)
    count = forms.IntegerField(min_value=1, required=False)
    secret = forms.CharField(widget=forms.PasswordInput)
    kept = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    "sent", [None, {}, {"level": "5", "name": '"><script>', "count": "7", "kept": 0, "mail": "a&b"}]
)
def test_controls_that_the_pages_draw_are_those_of_the_library(sent: dict[str, object] | None) -> None:
    for ours, theirs in zip(
        Choices(sent, renderer=TablerRenderer()), Choices(sent, renderer=DjangoTemplates()), strict=True
    ):
        assert ours.as_widget().split() == theirs.as_widget().split()


def test_a_stencil_writes_values_out_and_never_as_markup() -> None:
    stencil = Stencil("pages/parts/empty.html", "title", "text")

    first = stencil.cut(icon="x").draw({"title": "<b>无</b>", "text": SafeString("<i>ok</i>")})
    second = stencil.cut(icon="x").draw({"title": "二", "text": ""})

    assert "&lt;b&gt;无&lt;/b&gt;" in first
    assert "<i>ok</i>" in first
    assert "二" in second
    assert "无" not in second
