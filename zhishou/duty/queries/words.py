"""How a span of time is said, in the language that is active."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext


def span(starts: datetime, ends: datetime) -> str:
    """Say a span as briefly as possible: the date, the time, and the end with its date where it differs."""
    start, end = timezone.localtime(starts), timezone.localtime(ends)
    pattern = pgettext("date in a span", "j M")
    day = date_format(start, pattern)
    if end.date() == start.date():
        return f"{day} {start:%H:%M}–{end:%H:%M}"
    if end.date() - start.date() == timedelta(days=1):
        return gettext("%(start)s–%(end)s next day") % {"start": f"{day} {start:%H:%M}", "end": f"{end:%H:%M}"}
    return f"{day} {start:%H:%M} – {date_format(end, pattern)} {end:%H:%M}"


def ending(moment: datetime, *, at: datetime) -> str:
    """Say when something ends: the time, after its date where that is not today."""
    end = timezone.localtime(moment)
    if end.date() == timezone.localdate(at):
        return f"{end:%H:%M}"
    return f"{date_format(end, pgettext('date in a span', 'j M'))} {end:%H:%M}"


def hours(starts: datetime, ends: datetime) -> str:
    """Say a span beneath the date that it begins on: without that date."""
    start, end = timezone.localtime(starts), timezone.localtime(ends)
    if end.date() == start.date():
        return f"{start:%H:%M}–{end:%H:%M}"
    if end.date() - start.date() == timedelta(days=1):
        return gettext("%(start)s–%(end)s next day") % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    return f"{start:%H:%M} – {date_format(end, pgettext('date in a span', 'j M'))} {end:%H:%M}"
