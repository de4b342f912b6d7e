"""Meetings: one's own, applying for one, and each meeting's page."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import Link
from jishi.refusals.door import NotThere, Refusal
from xieban.directory.queries import PersonRequest, everybody_here
from xieban.flows import queries as flows
from xieban.meetings import actions, queries
from xieban.meetings.models import Meeting
from xieban.meetings.rules import Answer, State
from xieban.meetings.web.forms import AwayForm, CallOffForm, MeetingForm
from xieban.writing.queries import sheet_of

STATES: Mapping[str, tuple[str, str, Any]] = {
    State.ASKED: ("info", "progress-check", gettext_lazy("Waits for approval")),
    State.AGREED: ("success", "calendar-check", gettext_lazy("Agreed upon")),
    State.CALLED_OFF: ("neutral", "ban", gettext_lazy("Not held")),
}
ANSWERS: Mapping[str, tuple[str, str, Any]] = {
    Answer.NONE: ("neutral", "question-mark", gettext_lazy("No answer yet")),
    Answer.COMING: ("success", "check", gettext_lazy("Comes")),
    Answer.LEAVE: ("warning", "user-x", gettext_lazy("Stays away")),
}


@require_safe
def listing(request: PersonRequest) -> HttpResponse:
    """Show the meetings that this person called or is invited to."""
    over = request.GET.get("show") == "over"
    rows = queries.mine(request.user, at=request.at, over=over)
    words = {
        "tabs": [
            Link(label=_("Coming up"), url="?", icon="calendar-event", current=not over),
            Link(label=_("Over"), url="?show=over", icon="history", current=over),
        ],
        "rows": [(one, STATES[one.state]) for one in rows],
    }
    return render(request, "meetings/meetings.html", words)


def new(request: PersonRequest) -> HttpResponse:
    """Apply for a meeting."""
    form = MeetingForm(request.POST or None, viewer=request.user, initial={"room": request.GET.get("room", "")})
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.ask_for(**form.cleaned_data, by=request.user, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Applied for. The room is held meanwhile."))
            return redirect("meetings:one", uuid=meeting.uuid)
    words = {"form": form, "colleagues": everybody_here(), "rooms": form.rooms}
    return render(request, "meetings/form.html", words, status=422 if form.errors else 200)


@require_safe
def one(request: PersonRequest, uuid: str) -> HttpResponse:
    """Show a meeting."""
    return _shown(request, queries.get_meeting(request.user, uuid=uuid, at=request.at))


@require_safe
def of_instance(request: PersonRequest, uuid: str) -> HttpResponse:
    """Lead from an approval to its meeting."""
    meeting = queries.meeting_of(flows.get_instance(request.user, uuid=uuid, at=request.at))
    if meeting is None:
        raise NotThere
    return redirect("meetings:one", uuid=meeting.uuid)


@require_POST
def answer(request: PersonRequest, uuid: str) -> HttpResponse:
    """Answer an invitation."""
    meeting = queries.get_meeting(request.user, uuid=uuid, at=request.at)
    coming = request.POST.get("coming") == "1"
    form = AwayForm(request.POST)
    if not coming and not form.is_valid():
        return _shown(request, meeting, away=form)
    reason = "" if coming else form.cleaned_data["reason"]
    actions.answer(meeting=meeting, coming=coming, reason=reason, by=request.user, at=request.at)
    messages.success(request, _("Answered."))
    return redirect("meetings:one", uuid=meeting.uuid)


@require_POST
def sign_in(request: PersonRequest, uuid: str) -> HttpResponse:
    """Sign in to a meeting."""
    meeting = queries.get_meeting(request.user, uuid=uuid, at=request.at)
    actions.sign_in(meeting=meeting, by=request.user, at=request.at)
    messages.success(request, _("Signed in."))
    return redirect("meetings:one", uuid=meeting.uuid)


@require_POST
def call_off(request: PersonRequest, uuid: str) -> HttpResponse:
    """Call a meeting off."""
    meeting = queries.get_meeting(request.user, uuid=uuid, at=request.at)
    form = CallOffForm(request.POST)
    if not form.is_valid():
        return _shown(request, meeting, off=form)
    actions.call_off(meeting=meeting, words=form.cleaned_data["words"], by=request.user, at=request.at)
    messages.success(request, _("Called off. The room is free again."))
    return redirect("meetings:one", uuid=meeting.uuid)


@require_POST
def minutes(request: PersonRequest, uuid: str) -> HttpResponse:
    """Begin the minutes."""
    meeting = queries.get_meeting(request.user, uuid=uuid, at=request.at)
    begun = actions.begin_minutes(meeting=meeting, by=request.user, at=request.at)
    if begun.minutes is None:
        raise NotThere
    return redirect("writing:edit", uuid=begun.minutes.uuid)


@require_POST
def close_minutes(request: PersonRequest, uuid: str) -> HttpResponse:
    """Close the minutes."""
    meeting = queries.get_meeting(request.user, uuid=uuid, at=request.at)
    actions.close_minutes(meeting=meeting, by=request.user, at=request.at)
    messages.success(request, _("The minutes are closed."))
    return redirect("meetings:one", uuid=meeting.uuid)


def _shown(
    request: PersonRequest, meeting: Meeting, *, away: AwayForm | None = None, off: CallOffForm | None = None
) -> HttpResponse:
    viewer, at = request.user, request.at
    chances = queries.chances_of(viewer, meeting, at=at)
    rows = queries.attendances_of(meeting)
    words = {
        "meeting": meeting,
        "look": STATES[meeting.state],
        "rows": [(row, ANSWERS[row.answer]) for row in rows],
        "signed_in": sum(row.signed_in_at is not None for row in rows),
        "chances": chances,
        "away": away or AwayForm(),
        "off": off or CallOffForm(),
        "sheet": sheet_of(viewer, body=meeting.minutes, at=at) if meeting.minutes else None,
        "matters": queries.matters_of(viewer, meeting, at=at),
        "lines": queries.lines_of(meeting) if meeting.minutes_closed_at else (),
        "story": flows.story_of(viewer, meeting.instance, at=at) if meeting.state == State.ASKED else None,
        "colleagues": everybody_here() if meeting.state == State.ASKED else None,
    }
    failed = bool((away and away.errors) or (off and off.errors))
    return render(request, "meetings/meeting.html", words, status=422 if failed else 200)
