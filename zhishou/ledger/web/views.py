"""Pages of the ledger: the list, one entry, the heads, verification and export."""

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest
from zhishou.ledger import actions, queries
from zhishou.ledger.web.forms import FilterForm, HeadForm
from zhishou.people import queries as people
from zhishou.people.models import Person
from zhishou.people.rules import Role


def _person(request: PageRequest) -> Person:
    return cast("Person", request.user)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004 - bigint


@require_safe
def entries(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the entries that the viewer may see, the newest first."""
    viewer = _person(request)
    engagement, sees_all = queries.get_ledger(viewer, code=engagement_code, at=request.at)
    persons = list(people.persons_with_role(engagement, list(Role), at=request.at)) if sees_all else []
    form = FilterForm(request.GET, persons=persons)
    part = queries.entries_page(
        viewer,
        code=engagement_code,
        at=request.at,
        filters=form.filters(),
        before=_number(request.GET.get("before")),
        after=_number(request.GET.get("after")),
    )
    asked = {name: value for name, value in request.GET.items() if name in form.fields and value}

    def address(**more: int) -> str:
        return "?" + urlencode(asked | {name: str(value) for name, value in more.items()})

    shown = {
        "engagement": engagement,
        "sees_all": sees_all,
        "form": form,
        "asked": asked,
        "rows": part.entries,
        "previous_url": address(after=part.newer) if part.newer else "",
        "next_url": address(before=part.older) if part.older else "",
    }
    return render(request, "ledger/entries.html", shown)


@require_safe
def entry(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Show one entry, its payload and its place in the chain."""
    viewer = _person(request)
    engagement, sees_all = queries.get_ledger(viewer, code=engagement_code, at=request.at)
    detail = queries.get_entry(viewer, code=engagement_code, uuid=uuid, at=request.at)
    shown = {
        "engagement": engagement,
        "sees_all": sees_all,
        "detail": detail,
        "row": detail.row,
        "entry": detail.row.entry,
        "payload": queries.payload_text(detail.row.entry),
    }
    return render(request, "ledger/entry.html", shown)


@require_safe
def heads(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show today's head and every head that both parties were told; verify and export begin here."""
    viewer = _person(request)
    engagement, _ = queries.get_ledger(viewer, code=engagement_code, at=request.at, whole=True)
    rows = queries.shown_heads(viewer, code=engagement_code, at=request.at)[:400]
    shown = {"engagement": engagement, "head": queries.head(engagement), "heads": rows, "form": HeadForm()}
    return render(request, "ledger/heads.html", shown)


@require_POST
def verify(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Begin to recompute the whole chain; the work shows its progress and its finding."""
    form = HeadForm(request.POST)
    if not form.is_valid():
        viewer = _person(request)
        engagement, _ = queries.get_ledger(viewer, code=engagement_code, at=request.at, whole=True)
        rows = queries.shown_heads(viewer, code=engagement_code, at=request.at)[:400]
        shown = {"engagement": engagement, "head": queries.head(engagement), "heads": rows, "form": form}
        return render(request, "ledger/heads.html", shown, status=422)
    head = form.cleaned_data["head"].strip().lower()
    work = actions.begin_verification(by=_person(request), code=engagement_code, head=head, at=request.at)
    return redirect("work:one", uuid=work)


@require_POST
def export(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Begin to write a bundle; the work shows its progress and then where it lies."""
    work = actions.begin_export(by=_person(request), code=engagement_code, at=request.at)
    return redirect("work:one", uuid=work)


@require_safe
def bundle(request: PageRequest, engagement_code: str, bundle: UUID) -> FileResponse:
    """Hand out a bundle to whoever may see the whole ledger."""
    file = queries.get_bundle(_person(request), code=engagement_code, bundle=bundle, at=request.at)
    name = f"ledger-{engagement_code}-{request.at:%Y%m%d}.zip"
    return FileResponse(file.open("rb"), as_attachment=True, filename=name)
