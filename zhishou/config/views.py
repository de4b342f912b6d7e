"""The start page, put together from what the areas bring."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhishou.config.navigation import HOME_SECTIONS, SCOPE, Visitor, visitor_of
from zhishou.people import queries as people
from zhishou.people.actions import persons
from zhishou.people.models import Person


def home(request: HttpRequest) -> HttpResponse:
    """Show what concerns this person now."""
    visitor = cast("Visitor", visitor_of(request))
    mine = people.engagements_of(visitor.person, at=visitor.at).select_related("client", "vendor")
    shown = [(section, section.rows(visitor)) for section in HOME_SECTIONS]
    sections = [{"part": one, "rows": rows} for one, rows in shown if rows is not None]
    return render(request, "config/home.html", {"visitor": visitor, "engagements": mine, "sections": sections})


def enter(request: HttpRequest, engagement_code: str) -> HttpResponse:
    """Turn to one contract; the side and the start page follow."""
    engagement = people.get_engagement(
        cast("Visitor", visitor_of(request)).person,
        code=engagement_code,
        at=request.at,  # type: ignore[attr-defined]
    )
    request.session[SCOPE] = engagement.code
    return redirect("home")


def remember_language(person: Person, language: str, *, at: datetime) -> None:
    """Keep the language with the person, so that notices speak it too."""
    persons.change_own_profile(
        name=person.name, title=person.title, mobile=person.mobile, language=language, by=person, at=at
    )
