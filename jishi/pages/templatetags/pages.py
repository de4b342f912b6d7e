"""`{% load pages %}`: icons, moments, controls and the other parts that every page is made of."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from babel.dates import TIMEDELTA_UNITS, format_datetime, format_timedelta, get_timezone_name
from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, to_locale

from jishi.pages import assets
from jishi.refusals import door as refusals

if TYPE_CHECKING:
    from jishi.pages.door import Link

register = template.Library()

NOW_IS_SECONDS = 45
MIDNIGHT = time()
NEARLY = 0.85
"""From so much of it on, a unit is said for whole: 51 minutes are an hour."""


@register.simple_tag(takes_context=True)
def page_title(context: template.Context) -> SafeString:
    """Say the page's `title` block once more: templates may not name a block twice."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    title = blocks.get_block("title") if blocks else None
    if title is None:
        return SafeString("")
    with context.push():
        drawn: SafeString = title.nodelist.render(context)
        return drawn


@register.simple_tag
def asset(name: str) -> str:
    """Give the address of a built file, e.g. `{% asset "pages.css" %}`."""
    return assets.address(name)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon of frontend/icons.txt; with a label it speaks, without one it is decoration."""
    return _drawn(name, label, css, assets.address("icons.svg"))


# By type as well: a safe text is equal to the same one that is not.
@lru_cache(maxsize=1024, typed=True)
def _drawn(name: str, label: str, css: str, sheet: str) -> SafeString:
    classes = f"icon {css}".strip()
    speaks = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true" focusable="false"')
    )
    return format_html(
        '<svg class="{}" {} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"'
        ' stroke-linejoin="round"><use href="{}#{}"></use></svg>',
        classes,
        speaks,
        sheet,
        name,
    )


def _locale() -> str:
    return to_locale(get_language() or "en")


def absolute(value: datetime) -> str:
    """Say a moment in full, in the zone that is active."""
    locale = _locale()
    pattern = "y年M月d日 HH:mm:ss" if locale.startswith("zh") else "d MMM y HH:mm:ss"
    return _written(timezone.localtime(value).replace(tzinfo=None), pattern, locale)


# Lists show the same moments again and again.
@lru_cache(maxsize=8192)
def _written(local: datetime, pattern: str, locale: str) -> str:
    return format_datetime(local, pattern, locale=locale)


def short(value: datetime, *, at: datetime) -> str:
    """Say a moment as briefly as today allows: the time of day, then the date, then the year too."""
    return _short(value, today=timezone.localtime(at).date())


def _short(value: datetime, *, today: date) -> str:
    local, locale = timezone.localtime(value), _locale()
    chinese = locale.startswith("zh")
    if local.date() == today:
        pattern = "HH:mm"
    elif local.year == today.year:
        pattern = "M月d日 HH:mm" if chinese else "d MMM HH:mm"
    else:
        pattern = "y年M月d日 HH:mm" if chinese else "d MMM y HH:mm"
    return _written(local.replace(tzinfo=None), pattern, locale)


def relative(value: datetime, *, at: datetime) -> str:
    """Say how far a moment is from now."""
    seconds = (value - at).total_seconds()
    if abs(seconds) < NOW_IS_SECONDS:
        return gettext("just now")
    return _said(_rounded(int(seconds // 1)), _locale())


def _rounded(seconds: int) -> int:
    """Return so many whole years, or hours, or minutes, as are said of these seconds."""
    for _unit, size in TIMEDELTA_UNITS:
        if abs(seconds) >= size * NEARLY:
            number = round(abs(seconds) / size) * size
            return number if seconds > 0 else -number
    return 0


@lru_cache(maxsize=1024)
def _said(seconds: int, locale: str) -> str:
    return format_timedelta(seconds, add_direction=True, threshold=1, locale=locale)


def _at(context: template.Context) -> datetime:
    request = context.get("request")
    at: datetime | None = context.get("at") or getattr(request, "at", None)
    return at or timezone.now()


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime | None) -> SafeString | str:
    """Show a moment both ways: `14:05 (3 minutes ago)`; the full one on hover. Nothing for nothing."""
    return "—" if value is None else drawn_moment(value, at=_at(context))


@register.simple_tag(takes_context=True)
def end(context: template.Context, value: datetime | None) -> SafeString | str:
    """Show the end of a period as `moment` does; one at midnight belongs to the day that it ends: 24:00."""
    return "—" if value is None else drawn_moment(value, at=_at(context), ends=True)


def drawn_moment(value: datetime, *, at: datetime, ends: bool = False) -> SafeString:
    """Return a moment as `moment` shows it, or as `end` does."""
    zone, language = timezone.get_current_timezone(), get_language() or ""
    seconds = (value - at).total_seconds()
    told = 0 if abs(seconds) < NOW_IS_SECONDS else _rounded(int(seconds // 1))
    at_midnight = ends and timezone.localtime(value).time() == MIDNIGHT
    return _moment(value, at.astimezone(zone).date(), told, zone, language, at_midnight=at_midnight)


# Lists show the same moments again and again; what is said of one changes by the day and by the rounded distance.
@lru_cache(maxsize=8192)
def _moment(
    value: datetime, today: date, told: int, zone: tzinfo, language: str, *, at_midnight: bool
) -> SafeString:
    del zone, language  # they are active; the same moment is another text in another
    full, shown = absolute(value), _short(value, today=today)
    if at_midnight:
        before = value - timedelta(days=1)
        full = absolute(before).replace("00:00:00", "24:00:00")
        shown = _short(before, today=today).replace("00:00", "24:00")
    return format_html(
        '<time class="moment" datetime="{}" title="{}" data-moment><span>{}</span>'
        " <span data-relative>{}</span></time>",
        value.isoformat(),
        full,
        shown,
        _said(told, _locale()) if told else gettext("just now"),
    )


@register.simple_tag(takes_context=True)
def brief(context: template.Context, value: datetime) -> str:
    """Show a moment by the clock, as briefly as today allows: beside a countdown, where nobody can hover."""
    return short(value, at=_at(context))


@register.simple_tag
def stamp(value: datetime | None) -> SafeString | str:
    """Show a moment in full, to the second: for evidence and for paper."""
    if value is None:
        return "—"
    return format_html('<time class="stamp" datetime="{}">{}</time>', value.isoformat(), absolute(value))


@register.simple_tag(takes_context=True)
def countdown(context: template.Context, due: datetime) -> SafeString:
    """Show the time left until `due`, or how late it is; the page's script keeps it ticking."""
    return drawn_countdown(due, at=_at(context))


def drawn_countdown(due: datetime, *, at: datetime) -> SafeString:
    """Return the time left as `countdown` shows it."""
    return format_html(
        '<time data-due datetime="{}" title="{}" class="{}">{}</time>',
        due.isoformat(),
        absolute(due),
        "is-late" if due < at else "",
        relative(due, at=at),
    )


@register.filter
def side_link(link: "Link") -> SafeString:
    """Draw one way of the side, with how much waits there."""
    return _side_link(link, get_language() or "", assets.address("icons.svg"))


# The side is on every page, twice, and of its many ways only counters and the current one ever change.
@lru_cache(maxsize=4096)
def _side_link(link: "Link", language: str, sheet: str) -> SafeString:
    del language, sheet  # the words of the counter and the address of the icon go by them
    return SafeString(get_template("pages/parts/side_link.html").render({"link": link}))


@register.filter
def zone_name(zone: str) -> str:
    """Name a time zone in words, with its distance from UTC: 中国标准时间 (UTC+8)."""
    now = timezone.localtime()
    offset = now.strftime("%z")
    hours = f"{int(offset[:3]):+d}" + (f":{offset[3:]}" if offset[3:] != "00" else "")
    return f"{get_timezone_name(zone, locale=_locale())} (UTC{hours})"


@register.simple_tag
def person(name: str) -> SafeString:
    """Name a person, with their mark before it."""
    return format_html('<span class="person">{}<span>{}</span></span>', face(name, "face-sm"), name)


@register.simple_tag
def face(name: str, css: str = "") -> SafeString:
    """Draw a person's mark: the last two characters of a Chinese name, else the initials."""
    name = name.strip()
    han = any("\u4e00" <= character <= "\u9fff" for character in name)
    initials = name[-2:] if han else "".join(part[0] for part in name.split()[:2]).upper()
    return format_html('<span class="{}" aria-hidden="true">{}</span>', f"face {css}".strip(), initials or "?")


KINDS = {"danger", "warning", "success", "info", "neutral"}


@register.simple_tag
def mark(kind: str, icon_name: str, text: str) -> SafeString:
    """Mark a state by icon and word; `kind` (danger, warning, success, info, neutral) only tints it."""
    return _marked(kind, icon_name, str(text), assets.address("icons.svg"))


class Marked(Protocol):
    """A state that is shown as a mark."""

    @property
    def kind(self) -> str:
        """Say how it is tinted."""

    @property
    def icon(self) -> str:
        """Name its icon."""

    @property
    def text(self) -> object:
        """Say it in a word."""


@register.filter
def marked(state: Marked) -> SafeString:
    """Mark a state that knows its kind, icon and word."""
    return mark(state.kind, state.icon, str(state.text))


@lru_cache(maxsize=1024, typed=True)
def _marked(kind: str, icon_name: str, text: str, sheet: str) -> SafeString:
    if kind not in KINDS:
        raise template.TemplateSyntaxError(f"{kind!r} is not a kind of mark; choose one of {sorted(KINDS)}.")
    drawn = _drawn(icon_name, "", "", sheet)
    return format_html('<span class="mark mark-{}">{}<span>{}</span></span>', kind, drawn, text)


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ""  # Django would give the class to the list as well as to what is in it
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    if isinstance(widget, forms.FileInput):
        return "form-control drop-input"
    return "form-control"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Render a field's control with the classes of the kit, keeping its own."""
    widget = field.field.widget
    own = str(widget.attrs.get("class", ""))
    classes = (_class_of(widget), own, "is-invalid" if field.errors else "")
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    return field.as_widget(attrs=attrs)


@register.inclusion_tag("pages/parts/more_filters.html", takes_context=True)
def more_filters(context: template.Context, **fields: str) -> dict[str, int]:
    """Hide the fields of a filter that follow, on a phone, until asked for.

    `fields` has for each the value that narrows nothing; how many have another is said.
    """
    asked = context["request"].GET
    return {"count": sum(asked.get(name, "") not in {"", plain} for name, plain in fields.items())}


@register.filter
def listed(names: Iterable[object]) -> str:
    """Return names one after another, as the language writes a list."""
    return refusals.listed(names)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Say whether the label stands behind the control."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choices(field: BoundField) -> bool:
    """Say whether the control is a list of radio buttons or boxes."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_files(field: BoundField) -> bool:
    """Say whether files may be dropped on the control."""
    return isinstance(field.field.widget, forms.FileInput)
