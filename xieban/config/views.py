"""The start page, put together from what the areas bring."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from xieban.config.sections import HOME_SECTIONS, Visitor
from xieban.directory import actions
from xieban.directory.models import Person
from xieban.directory.queries import PersonRequest


def home(request: PersonRequest) -> HttpResponse:
    """Show what concerns this person now."""
    visitor = Visitor(person=request.user, at=request.at)
    shown = [(section, section.rows(visitor)) for section in HOME_SECTIONS]
    sections = [{"part": one, "rows": rows} for one, rows in shown if rows is not None]
    return render(request, "config/home.html", {"visitor": visitor, "sections": sections})


def remember_language(person: Person, language: str, *, at: datetime) -> None:
    """Keep the language with the person, so that letters speak it too."""
    actions.change_own_profile(
        mobile=person.mobile, telephone=person.telephone, room=person.room, language=language, by=person, at=at
    )
