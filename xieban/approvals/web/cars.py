"""The office's cars over a week, and looking after them."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jishi.refusals.door import NotAllowed, Refusal
from xieban.approvals import actions, queries
from xieban.directory.queries import PersonRequest

WEEK = timedelta(days=7)


class VehicleForm(forms.Form):
    """A car of the office."""

    plate = forms.CharField(label=gettext_lazy("Plate"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Make and model"), max_length=60, required=False)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=100, initial=5)


@require_safe
def calendar(request: PersonRequest) -> HttpResponse:
    """Show every car with its trips over a week."""
    return _calendar(request, VehicleForm())


@require_POST
def register(request: PersonRequest) -> HttpResponse:
    """Register a car."""
    if not queries.may_keep_cars(request.user, at=request.at):
        raise NotAllowed
    form = VehicleForm(request.POST)
    if form.is_valid():
        try:
            actions.register_vehicle(**form.cleaned_data, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Registered."))
            return redirect("approvals:cars")
    return _calendar(request, form, status=422)


@require_POST
def retire(request: PersonRequest, uuid: str) -> HttpResponse:
    """Let nobody be promised a car any more."""
    actions.retire_vehicle(uuid=uuid, by=request.user, at=request.at)
    messages.success(request, _("Retired. What was promised stays."))
    return redirect("approvals:cars")


def _calendar(request: PersonRequest, form: VehicleForm, *, status: int = 200) -> HttpResponse:
    today = timezone.localtime(request.at).date()
    first = _day(request.GET.get("from", ""), today)
    rows = queries.car_days(request.user, first=first)
    words = {
        "rows": rows,
        "days": [first + timedelta(days=number) for number in range(7)],
        "today": today,
        "previous": first - WEEK,
        "following": first + WEEK,
        "form": form if queries.may_keep_cars(request.user, at=request.at) else None,
    }
    return render(request, "approvals/cars.html", words, status=status)


def _day(typed: str, today: date) -> date:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return today - timedelta(days=today.weekday())
    return found if 2000 <= found.year <= 2100 else today  # noqa: PLR2004 - calendars end somewhere
