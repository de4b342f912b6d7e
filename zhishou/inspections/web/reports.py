"""Reports: prepared, reviewed, issued; issued ones read and saved as PDF and Word."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.files.door import serve
from jishi.pages.door import PageRequest, attempt, press
from jishi.refusals.door import NotThere
from zhishou.inspections import actions, queries
from zhishou.inspections.actions.reporting import look_ahead
from zhishou.inspections.models import Round
from zhishou.inspections.queries.reports import document_of
from zhishou.inspections.rules.words import RoundState
from zhishou.inspections.web.forms import ConclusionForm, IssueForm
from zhishou.inspections.web.looks import Look, enter, tabs

PDF: Final = "application/pdf"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST: Final = 200


def report_box(one: Round, look: Look) -> dict[str, object]:
    """Return what the round's page shows about its report, and what the visitor may do for it next."""
    versions = list(queries.reports_of_round(one))
    is_closed = one.state == RoundState.CLOSED
    is_other = one.prepared_by_id != look.person.pk
    return {
        "versions": versions,
        "conclusion_form": ConclusionForm(initial={"conclusion": one.conclusion}),
        "issue_form": IssueForm(version=1 + max((one.version for one in versions), default=0)),
        "may_prepare": is_closed and look.inspects,
        "may_review": is_closed and look.inspects and one.prepared_at and not one.reviewed_at and is_other,
        "may_issue": is_closed and look.plans and one.reviewed_at and is_other,
        "is_again": bool(versions),
    }


@require_safe
def reports(request: PageRequest, engagement_code: str) -> HttpResponse:
    """List the issued reports."""
    look = enter(request, engagement_code)
    found = queries.reports_of(look.person, engagement=look.engagement, at=look.at)
    shown = {"look": look, "tabs": tabs(look, "reports"), "reports": found[:MOST]}
    return render(request, "inspections/reports.html", shown)


@require_safe
def report(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Show an issued report: what it says in short, its digests, its other versions."""
    look = enter(request, engagement_code)
    one = queries.get_report(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    shown = {
        "look": look,
        "report": one,
        "document": document_of(one),
        "versions": queries.reports_of_round(one.round),
    }
    return render(request, "inspections/report.html", shown)


@require_safe
def report_file(request: PageRequest, engagement_code: str, uuid: UUID, kind: str) -> HttpResponseBase:
    """Give a file of an issued report out."""
    look = enter(request, engagement_code)
    one = queries.get_report(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    files = {"pdf": (one.pdf_sha256, PDF), "docx": (one.word_sha256, WORD)}
    if kind not in files:
        raise NotThere
    sha256, media_type = files[kind]
    name = f"{one.number}-v{one.version}.{kind}"
    return serve(request, sha256=sha256, name=name, media_type=media_type, is_picture=False, save=True)


def _found(request: PageRequest, code: str, uuid: UUID) -> tuple[Look, Round]:
    look = enter(request, code)
    return look, queries.get_round(look.person, engagement=look.engagement, uuid=uuid, at=look.at)


@require_safe
def draft(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Give the report out as it would be now, marked as a draft; nothing is written for it."""
    look, one = _found(request, engagement_code, uuid)
    content = look_ahead(inspection=one, by=look.person, at=look.at)
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="draft-{one.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def prepare(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Write the conclusion and give the report to review."""
    look, one = _found(request, engagement_code, uuid)
    form = ConclusionForm(request.POST)

    def do() -> object:
        conclusion = form.cleaned_data["conclusion"]
        return actions.prepare(inspection=one, conclusion=conclusion, by=look.person, at=look.at)

    if attempt(request, form, do, done=_("The report is prepared; somebody else reviews it now.")):
        return _back(engagement_code, uuid)
    shown = {"look": look, "round": one, "form": form}
    return render(request, "inspections/conclusion.html", shown, status=422)


@require_POST
def review(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Say that the report is right."""
    look, one = _found(request, engagement_code, uuid)
    press(
        request,
        lambda: actions.review(inspection=one, by=look.person, at=look.at),
        done=_("The report is reviewed; the service manager approves it now."),
    )
    return _back(engagement_code, uuid)


@require_POST
def issue(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Approve and issue the report."""
    look, one = _found(request, engagement_code, uuid)
    form = IssueForm(request.POST)
    if form.is_valid():
        reason, asked = form.cleaned_data["reason"], form.cleaned_data["version"]
        press(
            request,
            lambda: actions.issue_report(inspection=one, reason=reason, asked=asked, by=look.person, at=look.at),
            done=_("The report is issued and frozen; the client is told."),
        )
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _back(engagement_code, uuid)


def _back(engagement_code: str, uuid: UUID) -> HttpResponse:
    return redirect("inspections:round", engagement_code=engagement_code, uuid=uuid)
