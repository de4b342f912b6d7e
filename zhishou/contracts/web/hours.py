"""The contract's working calendar: a month at a time, dates with hours of their own, and a reckoning to try."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.calendars.door import Duration, NeverOpens, TooLong, WrongDuration, explain
from jishi.pages.door import PageRequest, attempt
from zhishou.contracts import actions, queries
from zhishou.contracts.actions.calendars import MAY_OVERRIDE
from zhishou.contracts.web import rows
from zhishou.contracts.web.forms import OverrideForm, ReckonForm, WithdrawForm
from zhishou.contracts.web.looks import Look, enter, say_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """A date with hours of its own and the form that takes them back; `opens` where that form was refused."""

    day: rows.DayCell
    form: WithdrawForm
    opens: bool


@require_safe
def calendar(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show a month with its holidays and make-up days."""
    return _show(request, enter(request, engagement_code))


def _show(
    request: PageRequest,
    look: Look,
    *,
    overriding: OverrideForm | None = None,
    withdrawing: WithdrawForm | None = None,
) -> HttpResponse:
    """Show the page; a form that was refused stands in it with its words, beside the month that it is about."""
    hours = look.policy.calendar
    today = hours.local_date(look.at)
    refused = overriding or withdrawing
    on = refused.cleaned_data.get("on") if refused else None
    first = rows.read_month(f"{on:%Y-%m}" if on else request.GET.get("month", ""), today=today)
    until = hours.notice_published_until
    reckon = ReckonForm(request.GET if "duration" in request.GET else None)
    own_days = [_own_day(day, withdrawing) for day in rows.own_days(hours, since=today)]
    if withdrawing and not any(one.opens for one in own_days):
        say_apart(request, withdrawing)
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
        "own_days": own_days,
        "versions": queries.calendar_versions(look.person, code=look.code, at=look.at),
        "may_override": bool(look.roles & MAY_OVERRIDE),
        "form": overriding or OverrideForm(),
        "reckon": reckon,
        "steps": _reckoned(look, reckon) if reckon.is_bound else [],
    }
    return render(request, "contracts/calendar.html", shown, status=422 if refused else 200)


def _own_day(day: rows.DayCell, withdrawing: WithdrawForm | None) -> OwnDay:
    if withdrawing and withdrawing.cleaned_data.get("on") == day.on:
        return OwnDay(day=day, form=withdrawing, opens=True)
    return OwnDay(day=day, form=WithdrawForm(initial={"on": day.on}, auto_id=f"id_{day.on}_%s"), opens=False)


def _reckoned(look: Look, form: ReckonForm) -> list[str]:
    """Return how a due moment comes out, line by line; a wrong duration is said at the form."""
    if not form.is_valid():
        return []
    hours = look.policy.calendar
    try:
        duration = Duration.parse(form.cleaned_data["duration"])
        steps = explain(duration, hours, start=form.cleaned_data["start"])
    except TooLong:
        form.add_error("duration", _("No contract counts so far: ten years at most."))
        return []
    except (WrongDuration, NeverOpens, OverflowError):
        form.add_error("duration", _("This is not a duration: write e.g. 10 min, half a day or 3 working days."))
        return []
    return [step.words(hours, look.language) for step in steps]


@require_POST
def override(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Give a date hours of its own."""
    look = enter(request, engagement_code)
    form = OverrideForm(request.POST)
    if not attempt(
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
    ):
        return _show(request, look, overriding=form)
    return _back(engagement_code, form.cleaned_data["on"])


@require_POST
def withdraw(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Take back a date's own hours."""
    look = enter(request, engagement_code)
    form = WithdrawForm(request.POST)
    if not attempt(
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
    ):
        return _show(request, look, withdrawing=form)
    return _back(engagement_code, form.cleaned_data["on"])


def _back(engagement_code: str, on: date) -> HttpResponse:
    response = redirect("contracts:calendar", engagement_code=engagement_code)
    response["Location"] += f"?month={on:%Y-%m}"
    return response
