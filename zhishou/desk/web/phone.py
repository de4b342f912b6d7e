"""The phone log: written while talking, by keyboard alone; one stroke makes the intake and what becomes of it."""

import json
import uuid as uuids
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotAllowed, NotThere, Refusal
from zhishou.contracts.rules import LEVEL_NAMES, SERVICE_NAMES, Level, ServiceCode, say
from zhishou.desk import actions, queries
from zhishou.desk.actions.intakes import CLOCK_SKEW, LONGEST
from zhishou.desk.actions.phone import Call, Opening
from zhishou.desk.models import Intake, PhoneCall
from zhishou.desk.queries.callers import digits_of
from zhishou.desk.rules.advice import advised_level
from zhishou.desk.rules.modules import as_module, module_name
from zhishou.desk.rules.sorting import sorted_by_words
from zhishou.desk.rules.words import ENDED, WORKS, TicketKind, TicketState
from zhishou.desk.web import rows
from zhishou.desk.web.calls import call_rows
from zhishou.desk.web.forms import words_field
from zhishou.desk.web.intakes import advice_words, module_words, service_words
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.words import KINDS
from zhishou.people.models import Person
from zhishou.people.rules import Role

LONGEST_AGO: Final = 24 * 60
OPEN, ANSWER, JOIN = "open", "answer", "join"
FROM_CENTRE: Final = "call"


class CallForm(forms.Form):
    """A call as it is written down, and what becomes of it."""

    key = forms.RegexField(r"^[A-Za-z0-9:._-]{8,120}$", widget=forms.HiddenInput)
    started_at = forms.DateTimeField(widget=forms.HiddenInput)
    verb = forms.ChoiceField(choices=[(one, one) for one in (OPEN, ANSWER, JOIN)], widget=forms.HiddenInput)
    number = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    caller = forms.UUIDField(required=False, widget=forms.HiddenInput)
    for_caller = forms.UUIDField(required=False, widget=forms.HiddenInput)
    who = forms.CharField(label=gettext_lazy("Who calls"), max_length=60, required=False)
    contact = forms.CharField(label=gettext_lazy("Number to call back"), max_length=120, required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=60, required=False)
    for_who = forms.CharField(label=gettext_lazy("On behalf of"), max_length=60, required=False)
    words = words_field(gettext_lazy("What is said"), rows=5, most=20_000)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[(one.value, KINDS[one]) for one in TicketKind])
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int)
    service_code = forms.ChoiceField(label=gettext_lazy("Service"))
    module = forms.CharField(label=gettext_lazy("Module"), max_length=60, required=False)
    answer = words_field(gettext_lazy("What the caller was told"), rows=2, most=20_000, required=False)
    earlier = forms.IntegerField(
        label=gettext_lazy("Rang earlier, by minutes"), required=False, min_value=0, max_value=LONGEST_AGO
    )
    recording = forms.CharField(label=gettext_lazy("Recording"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, look: Look) -> None:
        started = {"key": f"form:{uuids.uuid4()}", "started_at": look.at.isoformat(), "verb": OPEN, "earlier": 0}
        chosen = {"level": Level.ORDINARY.value, "service_code": ServiceCode.BASIC_OPERATION.value}
        super().__init__(data, initial=started | chosen, auto_id="phone-%s")
        levels = [(one.value, say(LEVEL_NAMES[one], look.language)) for one in Level]
        services = [(one.value, f"{one.value} {say(SERVICE_NAMES[one], look.language)}") for one in ServiceCode]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["service_code"].choices = services  # type: ignore[attr-defined]
        self.fields["answer"].required = (data or {}).get("verb") == ANSWER
        self.fields["number"].required = (data or {}).get("verb") == JOIN

    def rang_at(self, *, at: datetime) -> datetime:
        """Return when it rang: when the form was begun, or so many minutes earlier; never later."""
        started: datetime = self.cleaned_data["started_at"]
        return min(started, at + CLOCK_SKEW) - timedelta(minutes=self.cleaned_data["earlier"] or 0)

    def call(self, look: Look) -> Call:
        """Return who called and what was said."""
        sent = self.cleaned_data
        who, contact = sent["who"].strip(), sent["contact"].strip()
        if digits_of(who):
            who, contact = "", contact or who
        caller = self._person("caller", look)
        heard = heard_call(sent["key"], look)
        return Call(
            key=sent["key"],
            rang_at=self.rang_at(at=look.at),
            caller=caller,
            caller_name=caller.name if caller else who,
            contact=contact or (caller.mobile if caller else ""),
            unit=sent["unit"],
            words=sent["words"],
            recording=sent["recording"],
            heard=heard,
        )

    def opening(self, look: Look) -> Opening:
        """Return the ticket that is asked for."""
        sent = self.cleaned_data
        return Opening(
            kind=TicketKind(sent["kind"]),
            level=Level(sent["level"]),
            service_code=ServiceCode(sent["service_code"]),
            title=sent["title"],
            module=sent["module"],
            on_behalf_of=self._person("for_caller", look),
            on_behalf_name=sent["for_who"],
        )

    def _person(self, name: str, look: Look) -> Person | None:
        uuid = self.cleaned_data[name]
        return uuid and queries.get_caller(look.person, engagement=look.engagement, uuid=uuid, at=look.at)


def heard_call(key: str, look: Look) -> PhoneCall | None:
    """Return the call of the call centre that a form was begun from; None for one that was begun by hand."""
    kind, _colon, uuid = key.partition(":")
    if kind != FROM_CENTRE:
        return None
    try:
        found = queries.find_call(look.person, engagement=look.engagement, uuid=UUID(uuid), at=look.at)
    except ValueError as error:
        raise NotThere from error
    if found is None:
        raise NotThere
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the form, empty; or write down the call that was sent."""
    look = enter(request, engagement_code, only=WORKS)
    if request.method == "POST":
        return _send(request, look)
    return render(request, "desk/phone.html", _page(look, CallForm(look=look)))


def _page(look: Look, form: CallForm) -> dict[str, object]:
    is_manager = Role.MANAGER in look.roles
    return {"look": look, "form": form, "calls": call_rows(look), "is_manager": is_manager}


def _send(request: PageRequest, look: Look) -> HttpResponse:
    form = CallForm(request.POST, look=look)
    intake = _do(form, look) if form.is_valid() else None
    if intake is None:
        shown = {"look": look, "form": form, "calls": call_rows(look)}
        return render(
            request, "desk/parts/phone_said.html" if request.htmx else "desk/phone.html", shown, status=422
        )
    if request.htmx:
        response = render(request, "desk/parts/phone_said.html", {"look": look, "intake": intake})
        response["HX-Trigger-After-Swap"] = json.dumps({"phone:done": {"key": form.cleaned_data["key"]}})
        return response
    messages.success(request, _("The call is written down."))
    return redirect("desk:intake", engagement_code=look.engagement.code, uuid=intake.uuid)


def _do(form: CallForm, look: Look) -> Intake | None:
    """Do what was asked; a refusal is said on the form."""
    given: dict[str, Any] = {"engagement": look.engagement, "by": look.person, "at": look.at}
    try:
        call, verb = form.call(look), form.cleaned_data["verb"]
        if verb == ANSWER:
            return actions.answer_call(**given, call=call, answer=form.cleaned_data["answer"])
        if verb == JOIN:
            return actions.join_call(**given, call=call, number=form.cleaned_data["number"])
        return actions.open_from_call(**given, call=call, opening=form.opening(look))
    except NotAllowed:
        raise
    except NotThere:
        form.add_error(None, _("This ticket or person is not there any more. Choose again."))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


@require_safe
def callers(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show the few people that what was typed may mean."""
    look = enter(request, engagement_code, only=WORKS)
    field = "for_who" if "for_who" in request.GET else "who"
    words = request.GET.get(field, "")[:60]
    found = queries.find_callers(look.person, engagement=look.engagement, words=words, at=look.at)
    shown = {"found": found, "words": words.strip(), "field": field}
    return render(request, "desk/parts/phone_found.html", shown)


@require_safe
def beside(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show who the caller is, and the tickets so far: one key joins the call to one of them."""
    look = enter(request, engagement_code, only=WORKS)
    contact = request.GET.get("contact", "").replace("\x00", "")[:120]
    caller = _caller(request.GET.get("caller", ""), contact, look)
    found = queries.tickets_of_caller(
        look.person, engagement=look.engagement, caller=caller, contact=contact, at=look.at
    )
    tickets = [(TicketState(one.state) not in ENDED, rows.ticket_row(one, language=look.language)) for one in found]
    shown = {"look": look, "caller": caller, "contact": contact, "tickets": tickets}
    return render(request, "desk/parts/phone_beside.html", shown)


@require_POST
def advice(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Say what the words so far speak for; sent by POST, so that no log keeps what a caller says."""
    look = enter(request, engagement_code, only=WORKS)
    words, module = request.POST.get("words", "")[:LONGEST], request.POST.get("module", "")[:60]
    said = advice_words(advised_level(words, module), look.language) if words.strip() else ""
    found = sorted_by_words(words)
    service = found.service.value if found.service else ""
    proposals = [
        ("module", module_name(found.module, look.language), module_words(found, look.language)),
        ("service_code", service, service_words(found, look.language)),
    ]
    chosen = {"module": module_name(as_module(module), look.language)}
    chosen["service_code"] = request.POST.get("service_code", "")[:10]
    new = [one for one in proposals if one[1] and one[1] != chosen[one[0]]]
    return render(request, "desk/parts/phone_advice.html", {"said": said, "proposals": new})


def _caller(uuid: str, contact: str, look: Look) -> Person | None:
    try:
        asked = UUID(uuid) if uuid else None
    except ValueError as error:
        raise NotThere from error
    if asked is None:
        return queries.caller_with_number(contact, engagement=look.engagement, at=look.at)
    return queries.get_caller(look.person, engagement=look.engagement, uuid=asked, at=look.at)
