"""What reached us: open a ticket from it, join it to one, or answer it."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, attempt
from zhishou.contracts.rules import LEVEL_NAMES, SERVICE_NAMES, Level, ServiceCode, say
from zhishou.desk import actions, queries
from zhishou.desk.channels.registry import name_of
from zhishou.desk.models import Intake
from zhishou.desk.queries.inlets import received_of
from zhishou.desk.rules.advice import Advice, advised_level
from zhishou.desk.rules.modules import module_name
from zhishou.desk.rules.replies import split_quoted
from zhishou.desk.rules.sorting import Sorted, sorted_by_words
from zhishou.desk.rules.words import WORKS, IntakeState, TicketKind
from zhishou.desk.web import rows
from zhishou.desk.web.attached import file_rows
from zhishou.desk.web.forms import words_field
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.words import KINDS

TITLE = 60


class OpenForm(forms.Form):
    """What sort of ticket."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[(one.value, KINDS[one]) for one in TicketKind])
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int, initial=Level.ORDINARY.value)
    service_code = forms.ChoiceField(label=gettext_lazy("Service"), initial=ServiceCode.BASIC_OPERATION.value)
    module = forms.CharField(label=gettext_lazy("Module"), max_length=60, required=False)

    def __init__(
        self,
        data: object = None,
        *,
        language: str,
        title: str = "",
        module: str = "",
        advice: Advice | None = None,
        found: Sorted | None = None,
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["title"].initial = title
        self.fields["module"].initial = module_name(module, language)
        if found is not None:
            self._propose(found, language, module=module)
        if advice is not None:
            self.fields["level"].initial = advice.level.value
            self.fields["level"].help_text = advice_words(advice, language)
        self.fields["level"].choices = [(one.value, say(LEVEL_NAMES[one], language)) for one in Level]  # type: ignore[attr-defined]
        services = [(one.value, f"{one.value} {say(SERVICE_NAMES[one], language)}") for one in ServiceCode]
        self.fields["service_code"].choices = services  # type: ignore[attr-defined]

    def _propose(self, found: Sorted, language: str, *, module: str) -> None:
        """Fill in what the words speak for, and say which; what the caller has named himself stays."""
        if not module and found.module:
            self.fields["module"].initial = module_name(found.module, language)
            self.fields["module"].help_text = module_words(found, language)
        if found.service is not None:
            self.fields["service_code"].initial = found.service.value
            self.fields["service_code"].help_text = service_words(found, language)

    def open_from(self, intake: Intake, look: Look) -> object:
        """Open the ticket that was sent."""
        sent = self.cleaned_data
        return actions.open_ticket(
            intake=intake,
            kind=TicketKind(sent["kind"]),
            level=Level(sent["level"]),
            service_code=ServiceCode(sent["service_code"]),
            title=sent["title"],
            module=sent["module"],
            by=look.person,
            at=look.at,
        )


def module_words(found: Sorted, language: str) -> str:
    """Say which module the words speak for; nothing where they speak for none."""
    if not found.module:
        return ""
    return _("Module: %(name)s, because of %(words)s") % {
        "name": module_name(found.module, language),
        "words": _quoted(found.module_because),
    }


def service_words(found: Sorted, language: str) -> str:
    """Say which service the words speak for; nothing where they speak for none."""
    if found.service is None:
        return ""
    return _("Service: %(name)s, because of %(words)s") % {
        "name": f"{found.service.value} {say(SERVICE_NAMES[found.service], language)}",
        "words": _quoted(found.service_because),
    }


def _quoted(words: Iterable[str]) -> str:
    return " ".join(_("“%(word)s”") % {"word": word} for word in words)


def advice_words(advice: Advice, language: str) -> str:
    """Say which level the words speak for, and which words; the choice stays with whoever reads this."""
    level = say(LEVEL_NAMES[advice.level], language)
    if not advice.because:
        return _("Advice: %(level)s. Nothing in the words speaks for more; you choose.") % {"level": level}
    words = _quoted(advice.because)
    return _("Advice: %(level)s, because of %(words)s; you choose.") % {"level": level, "words": words}


class JoinForm(forms.Form):
    """Into which ticket."""

    number = forms.IntegerField(label=gettext_lazy("Ticket number"), min_value=1, max_value=2**31 - 1)


class AnswerForm(forms.Form):
    """What the caller was told."""

    answer = words_field(gettext_lazy("Answer"), most=20_000)


def _found(request: PageRequest, code: str, uuid: UUID) -> tuple[Look, Intake]:
    look = enter(request, code, only=WORKS)
    return look, queries.get_intake(look.person, engagement=look.engagement, uuid=str(uuid), at=look.at)


@require_safe
def intake(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Show what reached us, and the three ways to go on."""
    look, one = _found(request, engagement_code, uuid)
    return _show(request, look, one)


def _show(request: PageRequest, look: Look, one: Intake, **sent: forms.Form) -> HttpResponse:
    words = split_quoted(one.words)
    title = " ".join(words.own.split())[:TITLE]
    recent = queries.visible_tickets(look.person, engagement=look.engagement, at=look.at)
    past = recent.filter(caller=one.caller).order_by("-id")[:5] if one.caller else []
    files = queries.files_of_intakes(look.person, [one], engagement=look.engagement, at=look.at)
    shown = {
        "look": look,
        "intake": one,
        "words": words,
        "files": file_rows(files.get(one.pk, ())),
        "channel": name_of(one.channel),
        "received": received_of(one),
        "module": module_name(one.module, look.language),
        "waits": one.state == IntakeState.WAITING,
        "call": queries.call_of(one),
        "recording_url": one.recording if one.recording.startswith(("https://", "http://")) else "",
        "contact": rows.contact_of(one.caller, one.caller_contact),
        "open_form": sent.get("open")
        or OpenForm(
            language=look.language,
            title=title,
            module=one.module,
            advice=advised_level(words.own, one.module),
            found=sorted_by_words(words.own),
        ),
        "join_form": sent.get("join") or JoinForm(),
        "answer_form": sent.get("answer") or AnswerForm(),
        "past": [rows.ticket_row(each, language=look.language) for each in past],
    }
    return render(request, "desk/intake.html", shown, status=422 if sent else 200)


@require_POST
def open_ticket(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Open a ticket from an intake."""
    look, one = _found(request, engagement_code, uuid)
    form = OpenForm(request.POST, language=look.language)
    if not attempt(request, form, lambda: form.open_from(one, look), done=_("The ticket is open; its clocks run.")):
        return _show(request, look, one, open=form)
    return _to_ticket(engagement_code, one)


@require_POST
def join(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Join an intake to a ticket."""
    look, one = _found(request, engagement_code, uuid)
    form = JoinForm(request.POST)

    def do() -> object:
        return actions.join_intake(intake=one, number=form.cleaned_data["number"], by=look.person, at=look.at)

    if not attempt(request, form, do, done=_("Joined to the ticket.")):
        return _show(request, look, one, join=form)
    return _to_ticket(engagement_code, one)


@require_POST
def answer(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Answer an intake at once."""
    look, one = _found(request, engagement_code, uuid)
    form = AnswerForm(request.POST)

    def do() -> object:
        return actions.answer_intake(intake=one, answer=form.cleaned_data["answer"], by=look.person, at=look.at)

    if not attempt(request, form, do, done=_("Answered; no ticket is needed.")):
        return _show(request, look, one, answer=form)
    return redirect("desk:console", engagement_code=engagement_code)


def _to_ticket(code: str, one: Intake) -> HttpResponse:
    assert one.ticket is not None  # noqa: S101 - it was just opened or joined
    return redirect("desk:ticket", engagement_code=code, number=one.ticket.number)
