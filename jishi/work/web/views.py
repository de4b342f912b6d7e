"""My long work: the list, one with its progress, the mark in the shell, and the two buttons."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jishi.pages.door import PageRequest
from jishi.work import actions, queries


def _owner(request: PageRequest) -> UUID:
    # Every product's person has a uuid.
    return cast("UUID", cast("Any", request.user).uuid)


@require_GET
def mine(request: PageRequest) -> HttpResponse:
    """Show what I began, newest first; the page asks again while anything moves."""
    rows = queries.work_of(str(_owner(request)))
    words = {"rows": rows, "is_lively": any(row.is_lively for row in rows)}
    return render(request, "work/parts/list.html" if request.htmx else "work/mine.html", words)


@require_GET
def one(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Show one work with its progress."""
    row = queries.get_work(str(_owner(request)), uuid=str(uuid))
    return render(request, "work/parts/one.html" if request.htmx else "work/one.html", {"row": row})


@require_GET
def mark(request: PageRequest) -> HttpResponse:
    """Show in the shell that something of mine is under way."""
    return render(request, "work/parts/mark.html", {"rows": queries.lively_of(str(_owner(request)))})


@require_POST
def stop(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Ask a work to stop."""
    actions.ask_to_stop(owner=_owner(request), uuid=str(uuid), at=request.at)
    return redirect("work:one", uuid=uuid)


@require_POST
def again(request: PageRequest, uuid: UUID) -> HttpResponse:
    """Try a work again."""
    actions.try_again(owner=_owner(request), uuid=str(uuid), at=request.at)
    return redirect("work:one", uuid=uuid)
