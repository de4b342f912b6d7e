"""Figures and findings: what one item came to and where that is kept, what is to be done about it."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, attempt
from jishi.refusals.door import NotThere
from zhishou.contracts.rules import Level, say
from zhishou.desk.rules.words import TicketKind
from zhishou.inspections import actions, queries
from zhishou.inspections.models import Finding, Result
from zhishou.inspections.queries.figures import lines_of, series_of
from zhishou.inspections.queries.rounds import past_of
from zhishou.inspections.rules.drawing import chart
from zhishou.inspections.rules.words import SEVERITY_NAMES, Severity
from zhishou.inspections.web.forms import FindingForm, TicketForm
from zhishou.inspections.web.looks import Look, enter, tabs
from zhishou.inspections.web.rows import finding_row, result_row, round_row
from zhishou.systems.queries import SEES as WATCHERS

MOST: Final = 200


@require_safe
def findings(request: PageRequest, engagement_code: str) -> HttpResponse:
    """List the findings of every round, the latest first."""
    look = enter(request, engagement_code)
    severity = request.GET.get("severity", "")
    if severity and severity not in set(Severity):
        raise NotThere
    found = queries.findings_of(look.person, engagement=look.engagement, at=look.at)
    if severity:
        found = found.filter(severity=severity)
    graded = [one for one in Severity if one is not Severity.UNKNOWN]
    shown = {
        "look": look,
        "tabs": tabs(look, "findings"),
        "findings": [finding_row(one, look) for one in found[:MOST]],
        "severity": severity,
        "severities": [(one.value, say(SEVERITY_NAMES[one], look.language)) for one in graded],
    }
    return render(request, "inspections/findings.html", shown)


@require_safe
def result(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Show one figure with everything that it was made of."""
    look = enter(request, engagement_code)
    one = queries.get_result(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    # Nothing but lines and numbers of ours: rules.drawing makes it.
    drawing = mark_safe(chart(series_of(one), lines=lines_of(one)))  # noqa: S308 - as said
    shown = {
        "look": look,
        "one": one,
        "row": result_row(one, look),
        "inspection": round_row(one.round, look),
        "drawing": drawing,
        "first": series_of(one)[0][0] if one.series else None,
        "last": series_of(one)[-1][0] if one.series else None,
        "history_url": _history(one, look),
        "past": [(result_row(earlier, look), earlier.round) for earlier in past_of(one)],
        "finding": getattr(one, "finding", None),
    }
    return render(request, "inspections/result.html", shown)


def _history(one: Result, look: Look) -> str:
    """Return where every sample of a probe is shown; nothing for whom the watch is closed."""
    if not one.probe or not look.roles & WATCHERS:
        return ""
    system = one.round.plan.system.code
    return reverse("watch:history", args=[look.engagement.code, system, one.probe])


def _found(request: PageRequest, code: str, number: int) -> tuple[Look, Finding]:
    look = enter(request, code)
    return look, queries.get_finding(look.person, engagement=look.engagement, number=number, at=look.at)


@require_safe
def finding(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Show a finding."""
    look, one = _found(request, engagement_code, number)
    return _show(request, look, one)


def _show(
    request: PageRequest,
    look: Look,
    one: Finding,
    *,
    form: FindingForm | None = None,
    ticket: TicketForm | None = None,
) -> HttpResponse:
    shown = {
        "look": look,
        "row": finding_row(one, look),
        "form": (form or FindingForm(look=look, finding=one)) if look.inspects else None,
        "ticket_form": (ticket or TicketForm(finding=one)) if look.is_staff and one.ticket_id is None else None,
    }
    return render(request, "inspections/finding.html", shown, status=422 if form or ticket else 200)


@require_POST
def change(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Change what is advised, who sees to it and until when."""
    look, one = _found(request, engagement_code, number)
    form = FindingForm(request.POST, look=look, finding=one)

    def do() -> object:
        sent = form.cleaned_data
        return actions.change_finding(
            finding=one,
            severity=Severity(sent["severity"]),
            ground=sent["ground"],
            advice=sent["advice"],
            responsible=form.who(),
            due_on=sent["due_on"],
            by=look.person,
            at=look.at,
        )

    if attempt(request, form, do, done=_("The finding was changed.")):
        return redirect("inspections:finding", engagement_code=engagement_code, number=number)
    return _show(request, look, one, form=form)


@require_POST
def open_ticket(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Open a ticket about a finding."""
    look, one = _found(request, engagement_code, number)
    form = TicketForm(request.POST, finding=one)

    def do() -> object:
        sent = form.cleaned_data
        return actions.open_ticket_about(
            finding=one, kind=TicketKind(sent["kind"]), level=Level(sent["level"]), by=look.person, at=look.at
        )

    if attempt(request, form, do, done=_("The ticket is open.")) and one.ticket:
        return redirect(reverse("desk:ticket", args=[engagement_code, one.ticket.number]))
    return _show(request, look, one, ticket=form)
