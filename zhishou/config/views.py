"""The start page, put together from what the areas bring."""

from datetime import datetime
from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect, render

from jishi.pages.door import PageRequest
from zhishou.config.navigation import SCOPE, visitor_of
from zhishou.config.sections import HOME_SECTIONS, Visitor
from zhishou.people import queries as people
from zhishou.people.actions import persons
from zhishou.people.models import Person


def home(request: PageRequest) -> HttpResponse:
    """Show what concerns this person now."""
    visitor = cast("Visitor", visitor_of(request))
    mine = people.engagements_of(visitor.person, at=visitor.at).select_related("client", "vendor")
    shown = [(section, section.rows(visitor)) for section in HOME_SECTIONS]
    sections = [{"part": one, "rows": rows} for one, rows in shown if rows is not None]
    return render(request, "config/home.html", {"visitor": visitor, "engagements": mine, "sections": sections})


def enter(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Turn to one contract; the side and the start page follow."""
    engagement = people.get_engagement(
        cast("Visitor", visitor_of(request)).person,
        code=engagement_code,
        at=request.at,
    )
    request.session[SCOPE] = engagement.code
    return redirect("home")


def remember_language(person: Person, language: str, *, at: datetime) -> None:
    """Keep the language with the person, so that notices speak it too."""
    persons.change_own_profile(
        name=person.name, title=person.title, mobile=person.mobile, language=language, by=person, at=at
    )
