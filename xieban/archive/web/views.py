"""The archive: searched, looked at, taken along; what the checks found, for whoever must put it right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.files.door import safe_name, serve
from xieban.archive import actions, queries
from xieban.archive.web.forms import SearchForm
from xieban.directory.queries import PersonRequest
from xieban.documents import queries as documents


@require_safe
def records(request: PersonRequest) -> HttpResponse:
    """Show what lies in the archive, the newest first; to who looks after it, what waits before its door."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found, before = queries.found_records(
        request.user,
        words=asked.get("q") or "",
        year=asked.get("year") or 0,
        department=asked.get("department") or "",
        kind=asked.get("kind") or "",
        before=asked.get("before") or 0,
        at=request.at,
    )
    years, departments = queries.years_and_departments(request.user, at=request.at)
    words = {
        "records": found,
        "asked": asked,
        "years": years,
        "departments": departments,
        "waiting": queries.waiting_for(request.user, at=request.at),
        "next_url": _next(request, before),
    }
    return render(request, "archive/records.html", words)


def _next(request: HttpRequest, before: int) -> str:
    if not before:
        return ""
    asked = request.GET.copy()
    asked["before"] = str(before)
    return f"?{asked.urlencode()}"


@require_safe
def record(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show one record: what it is, what was checked, its package."""
    found = queries.get_record(request.user, uuid=uuid, at=request.at)
    actions.note_opening(record=found, took_package=False, by=request.user, at=request.at)
    words = {"record": found, "verdicts": queries.verdicts_of(found.inspection)}
    return render(request, "archive/record.html", words)


@require_safe
def package(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """Give the package out."""
    found = queries.get_record(request.user, uuid=uuid, at=request.at)
    actions.note_opening(record=found, took_package=True, by=request.user, at=request.at)
    name = safe_name(f"{found.number} {found.title}.zip".strip())
    return serve(request, sha256=found.sha256, name=name, media_type="application/zip", is_picture=False, save=True)


@require_safe
def checks(request: PersonRequest, document: UUID) -> HttpResponse:
    """Show what the checks found of one document, the last time first."""
    found, inspections = queries.inspections_of(request.user, document=document, at=request.at)
    words = {
        "document": found,
        "record": queries.record_of(found),
        "may_try": queries.may_try(request.user, document=found, at=request.at),
        "inspections": [(one, queries.verdicts_of(one)) for one in inspections],
    }
    return render(request, "archive/checks.html", words)


@require_POST
def again(request: PersonRequest, document: UUID) -> HttpResponse:
    """Check once more what did not get in, and put it in where nothing is found."""
    found = documents.get_document(request.user, uuid=document, at=request.at)
    made = actions.archive_again(document=found, by=request.user, at=request.at)
    if made is None:
        messages.warning(request, _("The checks still find something."))
        return redirect("archive:checks", document=document)
    messages.success(request, _("Archived."))
    return redirect("archive:record", uuid=made.uuid)
