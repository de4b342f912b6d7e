"""`{% load inbox %}`: a line of the inbox. Twenty stand on a page, and the start page begins with some."""

from typing import Final

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from jishi.pages.door import Stencil, drawn_moment, marked
from xieban.inbox.queries import Row

register = template.Library()
_ROW: Final = Stencil(
    "inbox/parts/row.html", "url", "title", "marks", "about", "deadline", "due", "since", "read", "csrf"
)


@register.simple_tag(takes_context=True)
def inbox_row(context: template.Context, row: Row) -> SafeString:
    """Show what waits for somebody, or what somebody had a hand in."""
    at = context["request"].at
    sheet = _ROW.cut(has_due=row.due_at is not None, has_copy=bool(row.reading))
    return sheet.draw(
        {
            "url": row.thing.url,
            "title": row.thing.title,
            "marks": format_html_join("", "{}", ((marked(one),) for one in row.marks)),
            "about": row.about,
            "deadline": marked(row.deadline) if row.deadline else "",
            "due": drawn_moment(row.due_at, at=at, ends=True) if row.due_at else "",
            "since": drawn_moment(row.since, at=at),
            "read": reverse("inbox:mark_read", kwargs={"uuid": row.reading}) if row.reading else "",
            "csrf": str(context["csrf_token"]),
        }
    )
