"""Calls that a call centre tells of: its signed messages come in here, and the phone log shows them at once."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.api.door import problem
from jishi.pages.door import PageRequest, attempt
from jishi.refusals.door import NotThere, Refusal
from zhishou.desk import actions, queries
from zhishou.desk.models import PhoneCall
from zhishou.desk.rules.calls import CallStanding, standing_of
from zhishou.desk.rules.words import WORKS
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.words import Mark
from zhishou.people.rules import Role

LARGEST: Final = 16_384
TIMESTAMP_HEADER: Final = "Zhishou-Timestamp"
SIGNATURE_HEADER: Final = "Zhishou-Signature"
MANAGERS: Final = frozenset({Role.MANAGER})
STANDINGS: Final[dict[CallStanding, Mark]] = {
    CallStanding.RINGING: Mark(kind="warning", icon="phone-incoming", text=gettext_lazy("Rings")),
    CallStanding.TALKING: Mark(kind="info", icon="phone-call", text=gettext_lazy("Being talked to")),
    CallStanding.ENDED: Mark(kind="neutral", icon="phone", text=gettext_lazy("Ended, not written down")),
    CallStanding.MISSED: Mark(kind="danger", icon="alert-circle", text=gettext_lazy("Missed: call back")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One call that nobody has written down yet."""

    uuid: UUID
    mark: Mark
    rang_at: datetime
    number: str
    name: str
    title: str
    caller: str  # the account's uuid
    is_mine: bool  # the viewer is talking to the caller


def call_rows(look: Look) -> list[CallRow]:
    """Return the calls that the viewer may take, the newest first."""
    calls = queries.unwritten_calls(look.person, engagement=look.engagement, at=look.at)
    return [_row(call, look) for call in calls]


def _row(call: PhoneCall, look: Look) -> CallRow:
    standing = standing_of(answered_at=call.answered_at, ended_at=call.ended_at)
    return CallRow(
        uuid=call.uuid,
        mark=STANDINGS[standing],
        rang_at=call.rang_at,
        number=call.caller_number,
        name=call.caller.name if call.caller else "",
        title=f"{call.caller.title} · {call.caller.organisation}" if call.caller else "",
        caller=str(call.caller.uuid) if call.caller else "",
        is_mine=standing is CallStanding.TALKING and call.agent_id == look.person.pk,
    )


@require_safe
def ringing(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the calls that ring or wait to be written down."""
    look = enter(request, engagement_code, only=WORKS)
    return render(request, "desk/parts/phone_calls.html", {"look": look, "calls": call_rows(look)})


@login_not_required
@csrf_exempt
@require_POST
def hear(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Hear one signed message of a call centre."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        title = _("This message is longer than 16 KB.")
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, code="TooLarge", title=title, request=request)
    try:
        call = actions.hear(
            code=engagement_code,
            timestamp=request.headers.get(TIMESTAMP_HEADER, ""),
            signature=request.headers.get(SIGNATURE_HEADER, ""),
            body=request.body,
            at=request.at,
        )
    except Refusal as refusal:
        return problem(refusal.status, code=refusal.code, title=str(refusal), request=request)
    return JsonResponse({"call": call.call_id, "known_caller": call.caller is not None})


class ExtensionsForm(forms.Form):
    """Which extension is whose."""

    extensions = forms.CharField(
        label=gettext_lazy("Extensions"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One a line: the extension, a blank, the account’s name, e.g. 8001 liuting."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the line of the call centre; make a new secret, which is shown this once."""
    look = enter(request, engagement_code, only=MANAGERS)
    secret = ""
    if request.method == "POST":
        _line, secret = actions.renew_line(engagement=look.engagement, by=look.person, at=look.at)
    response = _show_line(request, look, secret=secret)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def extensions(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Say which extension is whose."""
    look = enter(request, engagement_code, only=MANAGERS)
    found = queries.line_of(look.person, engagement=look.engagement, at=look.at)
    if found is None:
        raise NotThere
    form = ExtensionsForm(request.POST)

    def do() -> object:
        return actions.set_extensions(line=found, words=form.cleaned_data["extensions"], by=look.person, at=look.at)

    if not attempt(request, form, do, done=_("The extensions are noted.")):
        return _show_line(request, look, form=form)
    return redirect("desk:call_line", engagement_code=engagement_code)


def _show_line(
    request: PageRequest, look: Look, *, secret: str = "", form: ExtensionsForm | None = None
) -> HttpResponse:
    found = queries.line_of(look.person, engagement=look.engagement, at=look.at)
    noted = "\n".join(f"{one} {name}" for one, name in found.extensions.items()) if found else ""
    address = reverse("desk:calls", kwargs={"engagement_code": look.engagement.code})
    shown = {
        "look": look,
        "line": found,
        "old_until": found.previous_until
        if found and found.previous_until and found.previous_until > look.at
        else None,
        "secret": secret,
        "address": settings.PUBLIC_URL + address,
        "form": form or ExtensionsForm(initial={"extensions": noted}),
    }
    return render(request, "desk/call_line.html", shown, status=422 if form else 200)
