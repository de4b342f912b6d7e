"""Saved states of a text, and what two of them differ by."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.refusals.door import NotThere
from xieban.directory.queries import PersonRequest
from xieban.writing import queries
from xieban.writing.web.forms import CompareForm


@require_safe
def listing(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show all revisions, the last first."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    return render(
        request, "writing/revisions.html", {"sheet": queries.sheet_of(request.user, body=body, at=request.at)}
    )


@require_safe
def one(request: PersonRequest, uuid: UUID, number: int) -> HttpResponse:
    """Show one revision as it was saved."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    found = queries.revision(body, number=number)
    queries.holder_of(body).note_view(request.user, key=body.key, what=f"revision {number}", at=request.at)
    words = {
        "sheet": queries.sheet_of(request.user, body=body, at=request.at),
        "revision": found,
        "html": queries.shown(found.html),
        "losses": queries.losses_of(found),
    }
    return render(request, "writing/revision.html", words)


@require_safe
def compare(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show the later of two revisions with what came and what went."""
    body = queries.get_body(request.user, uuid=uuid, at=request.at)
    form = CompareForm(request.GET)
    if not form.is_valid():
        raise NotThere
    older, newer = sorted(form.cleaned_data[name] for name in ("older", "newer"))
    queries.holder_of(body).note_view(request.user, key=body.key, what=f"revision {newer}", at=request.at)
    words = {
        "sheet": queries.sheet_of(request.user, body=body, at=request.at),
        "older": queries.revision(body, number=older) if older else None,
        "newer": queries.revision(body, number=newer),
        "difference": queries.difference_of(body, older=older, newer=newer),
    }
    return render(request, "writing/compare.html", words)
