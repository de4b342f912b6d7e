"""When the rooms are taken, by day or week, and looking after them."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import Link
from jishi.refusals.door import NotAllowed, Refusal
from xieban.directory.queries import PersonRequest
from xieban.meetings import actions, queries
from xieban.meetings.web.forms import RoomForm

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_safe
def calendar(request: PersonRequest) -> HttpResponse:
    """Show every room with its meetings over a day or a week."""
    return _calendar(request, RoomForm())


@require_POST
def register(request: PersonRequest) -> HttpResponse:
    """Register a room."""
    if not queries.may_keep_rooms(request.user, at=request.at):
        raise NotAllowed
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            actions.register_room(**form.cleaned_data, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The room is registered."))
            return redirect("meetings:rooms")
    return _calendar(request, form, status=422)


def _calendar(request: PersonRequest, form: RoomForm, *, status: int = 200) -> HttpResponse:
    today = timezone.localtime(request.at).date()
    by_day = request.GET.get("by") == "day"
    length = 1 if by_day else 7
    first = _day(request.GET.get("from", "")) or today
    first = first if by_day else first - timedelta(days=first.weekday())
    by = "day" if by_day else "week"
    words = {
        "rows": queries.calendar(request.user, first=first, days=length, at=request.at),
        "days": [first + timedelta(days=number) for number in range(length)],
        "today": today,
        "by": by,
        "tabs": [
            Link(label=_("By day"), url=f"?by=day&from={first}", icon="calendar-event", current=by_day),
            Link(label=_("By week"), url=f"?by=week&from={first}", icon="calendar-week", current=not by_day),
        ],
        "previous": first - timedelta(days=length),
        "following": first + timedelta(days=length),
        "form": form if queries.may_keep_rooms(request.user, at=request.at) else None,
    }
    return render(request, "meetings/rooms.html", words, status=status)


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
