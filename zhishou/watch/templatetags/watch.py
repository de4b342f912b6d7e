"""`{% load watch %}`: words and marks for how something stands."""

import re
from datetime import timedelta

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from zhishou.systems.queries import say_words
from zhishou.systems.rules.figures import limited, measured
from zhishou.systems.rules.profile import Window
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import COMPONENT_NAMES, UNIT_NAMES, ComponentKind, Unit, say
from zhishou.watch.models import ProbeState
from zhishou.watch.queries.words import STAGES

register = template.Library()

STANDINGS = {
    "normal": _("Normal"),
    "warning": _("Warning"),
    "critical": _("Broken"),
    "unknown": _("Unknown"),
    "touched": _("Affected"),
}
MARKS = {
    "normal": ("success", "circle-check"),
    "warning": ("warning", "alert-triangle"),
    "critical": ("danger", "circle-x"),
    "unknown": ("neutral", "question-mark"),
    "touched": ("warning", "alert-circle"),
}
HOLDS = {
    "settling": _("waits for news of what it needs"),
    "dependency": _("an echo: what it needs is broken"),
    "window": _("maintenance window"),
    "silence": _("silenced"),
    "blind": _("no prober works"),
}
USERS_READ = {
    "normal": _("Works normally"),
    "warning": _("Works, with limits"),
    "critical": _("Does not work"),
    "unknown": _("Not known at present"),
}
ICONS = {
    "web": "world",
    "workers": "robot",
    "database": "database",
    "cache": "layers-linked",
    "queue": "stack-2",
    "chat": "messages",
    "mail": "mail",
    "network": "network",
    "host": "server",
    "files": "files",
    "certificate": "certificate",
    "backup": "archive",
}
BEGINS = {
    "daily": _("every day at %(time)s"),
    "mon": _("on Mondays at %(time)s"),
    "tue": _("on Tuesdays at %(time)s"),
    "wed": _("on Wednesdays at %(time)s"),
    "thu": _("on Thursdays at %(time)s"),
    "fri": _("on Fridays at %(time)s"),
    "sat": _("on Saturdays at %(time)s"),
    "sun": _("on Sundays at %(time)s"),
}
SPAN = re.compile(r"(\d+) ?(s|min|h|d)")
SPANS = {"s": _("%(count)s s"), "min": _("%(count)s min"), "h": _("%(count)s h")}
MINUTE, HOUR, DAY = 60, 3600, 86_400


@register.filter
def standing_name(standing: str) -> str:
    """Name how something stands."""
    return str(STANDINGS[str(standing)])


@register.filter
def standing_mark(standing: str) -> str:
    """Return the colour of a standing."""
    return MARKS[str(standing)][0]


@register.filter
def standing_icon(standing: str) -> str:
    """Return the icon of a standing."""
    return MARKS[str(standing)][1]


@register.filter
def hold_name(hold: str) -> str:
    """Say why nobody is told."""
    return str(HOLDS.get(hold, ""))


@register.filter
def stage_name(stage: str) -> str:
    """Name a stage of a trouble."""
    return str(STAGES.get(stage, stage))


@register.filter
def for_users(standing: str) -> str:
    """Say to users how something stands."""
    return str(USERS_READ[str(standing)])


@register.filter
def kind_icon(kind: str) -> str:
    """Return the icon of a kind of component."""
    return ICONS.get(kind, "settings")


@register.filter
def kind_name(kind: str) -> str:
    """Name a kind of component."""
    return say(COMPONENT_NAMES[ComponentKind(kind)], get_language() or "")


@register.filter
def unit_name(unit: str) -> str:
    """Name a unit."""
    return say(UNIT_NAMES[Unit(unit)], get_language() or "")


@register.filter
def figure(value: float | None, unit: str) -> str:
    """Write a measured figure with its unit as briefly as it is still right."""
    return "—" if value is None else measured(value, Unit(unit), language=get_language() or "")


@register.filter
def limit(threshold: Threshold, unit: str) -> str:
    """Write a limit with its unit."""
    return limited(threshold, Unit(unit), language=get_language() or "")


@register.filter
def said(state: ProbeState) -> str:
    """Say what was seen last."""
    return say_words(state.last_words, state.last_facts)


@register.filter
def lasted(span: timedelta | None) -> str:
    """Say how long something lasted."""
    if span is None:
        return "—"
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 2 * MINUTE:
        return str(_("%(count)s s") % {"count": seconds})
    if seconds < 2 * HOUR:
        return str(_("%(count)s min") % {"count": seconds // MINUTE})
    if seconds < 2 * DAY:
        return str(
            _("%(hours)s h %(minutes)s min") % {"hours": seconds // HOUR, "minutes": seconds % HOUR // MINUTE}
        )
    return _days(seconds // DAY)


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


@register.filter
def begins(window: Window) -> str:
    """Say when a regular window begins."""
    return str(BEGINS[window.weekday] % {"time": window.starts})


@register.filter
def seconds_lasted(seconds: int) -> str:
    """Say how long a number of seconds is."""
    if seconds and seconds % HOUR == 0:
        return str(SPANS["h"] % {"count": seconds // HOUR})
    return lasted(timedelta(seconds=seconds))


@register.filter
def span_words(text: str) -> str:
    """Say a span as profiles write it, e.g. `5 min`, in the language that is active."""
    found = SPAN.fullmatch(text.strip())
    if found is None:
        return text
    return _days(int(found[1])) if found[2] == "d" else str(SPANS[found[2]] % {"count": found[1]})


@register.filter
def per_cent(per_mille: float | None) -> str:
    """Write a share in thousandths as per cent, never rounded up to a hundred."""
    if per_mille is None:
        return "—"
    return f"{int(per_mille * 100) / 1000:.3f}".rstrip("0").rstrip(".") + "%"
