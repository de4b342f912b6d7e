"""People: the list with its tree and search, and one person."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from xieban.directory import actions, queries
from xieban.directory.models import Unit
from xieban.directory.queries import PersonRequest


def listing(request: PersonRequest) -> HttpResponse:
    """Show the colleagues of one unit by precedence, or whom the words fit."""
    words = request.GET.get("q", "").strip()
    code = request.GET.get("unit", "")
    unit = queries.get_unit(request.user, code=code) if code else queries.open_units(request.user).first()
    shown = {"words": words, "unit": unit, "tree": queries.tree(at=request.at), "rows": _rows(request, words, unit)}
    whole = request.user.is_administrator
    extra = {
        "without_post": queries.without_post(request.user, at=request.at) if whole and not words else (),
        "gone": queries.gone(request.user) if whole and not words else (),
        "may_change": unit is not None and queries.administers(request.user, unit=unit, at=request.at),
        "is_whole": whole,
    }
    return render(request, "directory/people.html", shown | extra)


def _rows(request: PersonRequest, words: str, unit: Unit | None) -> list[queries.Listed]:
    if words:
        return queries.found_people(request.user, words=words, at=request.at)
    return queries.listed_in(unit, at=request.at) if unit else []


def one(request: PersonRequest, uuid: str) -> HttpResponse:
    """Show one person: how to reach, which posts, what he may do and why."""
    person = queries.get_person(request.user, uuid=uuid)
    department = queries.department_of(person, at=request.at)
    looks_after = actions.looks_after(request.user, person, at=request.at)
    words = {
        "person": person,
        "department": department,
        "posts": queries.appointments_of(person, at=request.at),
        "abilities": queries.abilities_of(person, at=request.at),
        "stands_in": queries.who_stands_in(person, at=request.at),
        "looks_after": looks_after,
        "is_oneself": person == request.user,
        "has_second_factor": looks_after and queries.has_second_factor(person),
    }
    return render(request, "directory/person.html", words)


def mine(request: PersonRequest) -> HttpResponse:
    """Lead to one's own page."""
    return redirect("directory:person", uuid=request.user.uuid)
