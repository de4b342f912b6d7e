"""The contract's working calendar: a month at a time, dates with hours of their own, and a reckoning to try."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.calendars.door import Duration, NeverOpens, WrongDuration, explain
from jishi.pages.door import PageRequest
from zhishou.contracts import actions, queries
from zhishou.contracts.actions.calendars import MAY_OVERRIDE
from zhishou.contracts.web import rows
from zhishou.contracts.web.forms import OverrideForm, ReckonForm, WithdrawForm
from zhishou.contracts.web.looks import Look, attempt, enter


@require_safe
def calendar(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show a month with its holidays and make-up days."""
    look = enter(request, engagement_code)
    hours = look.policy.calendar
    today = hours.local_date(look.at)
    first = rows.read_month(request.GET.get("month", ""), today=today)
    until = hours.notice_published_until
    reckon = ReckonForm(request.GET if "duration" in request.GET else None)
    shown = {
        "look": look,
        "tab": "calendar",
        "hours": hours,
        "first": first,
        "before": first - timedelta(days=1),
        "after": first + timedelta(days=32),
        "today": today,
        "weekdays": rows.weekday_names(look.language),
        "weeks": rows.month(hours, first=first, today=today, language=look.language),
        "unpublished": until is not None and first.year > until,
        "next_unpublished": until is not None and first.year <= until < today.year + 1,
        "own_days": rows.own_days(hours, since=today),
        "versions": queries.calendar_versions(look.person, code=look.code, at=look.at),
        "may_override": bool(look.roles & MAY_OVERRIDE),
        "form": OverrideForm(),
        "reckon": reckon,
        "steps": _reckoned(look, reckon) if reckon.is_bound else [],
    }
    return render(request, "contracts/calendar.html", shown)


def _reckoned(look: Look, form: ReckonForm) -> list[str]:
    """Return how a due moment comes out, line by line; a wrong duration is said at the form."""
    if not form.is_valid():
        return []
    hours = look.policy.calendar
    try:
        duration = Duration.parse(form.cleaned_data["duration"])
        steps = explain(duration, hours, start=form.cleaned_data["start"])
    except (WrongDuration, NeverOpens, OverflowError):
        form.add_error("duration", _("This is not a duration: write e.g. 10 min, half a day or 3 working days."))
        return []
    return [step.words(hours, look.language) for step in steps]


@require_POST
def override(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Give a date hours of its own."""
    look = enter(request, engagement_code)
    form = OverrideForm(request.POST)
    attempt(
        request,
        form,
        lambda: actions.override_date(
            engagement=look.contract.engagement,
            on=form.cleaned_data["on"],
            windows=form.cleaned_data["windows"],
            reason=form.cleaned_data["reason"],
            by=look.person,
            at=look.at,
        ),
        done=_("A new version of the calendar was made."),
    )
    return _back(engagement_code, form.cleaned_data.get("on") if form.is_valid() else None)


@require_POST
def withdraw(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Take back a date's own hours."""
    look = enter(request, engagement_code)
    form = WithdrawForm(request.POST)
    attempt(
        request,
        form,
        lambda: actions.withdraw_override(
            engagement=look.contract.engagement,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            by=look.person,
            at=look.at,
        ),
        done=_("A new version of the calendar was made."),
    )
    return _back(engagement_code, form.cleaned_data.get("on") if form.is_valid() else None)


def _back(engagement_code: str, on: date | None) -> HttpResponse:
    response = redirect("contracts:calendar", engagement_code=engagement_code)
    if on is not None:
        response["Location"] += f"?month={on:%Y-%m}"
    return response
