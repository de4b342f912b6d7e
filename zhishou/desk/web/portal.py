"""The portal of the client's people: say what is wrong, see how it goes, add words, urge, confirm."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere
from zhishou.desk import actions, queries
from zhishou.desk.models import Ticket
from zhishou.desk.queries.lists import own_intakes, own_tickets
from zhishou.desk.rules.words import ENDED, IntakeState, NoteAudience, TicketState
from zhishou.desk.web import rows
from zhishou.desk.web.attached import file_rows
from zhishou.desk.web.forms import words_field
from zhishou.desk.web.looks import Look, attempt, enter
from zhishou.desk.web.stories import told
from zhishou.desk.web.visit_windows import visits_on
from zhishou.people.rules import CLIENT_ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MODULES: Final = [
    ("", gettext_lazy("I am not sure")),
    ("documents", gettext_lazy("Documents")),
    ("messages", gettext_lazy("Instant messages")),
    ("sign_in", gettext_lazy("Signing in and accounts")),
    ("printing", gettext_lazy("Browser, printing, plug-ins")),
    ("other", gettext_lazy("Something else")),
]
SAID: Final[dict[TicketState, "StrPromise"]] = {
    TicketState.OPEN: gettext_lazy("We have it; somebody takes it on at once."),
    TicketState.IN_PROGRESS: gettext_lazy("Somebody works on it."),
    TicketState.RECOVERED: gettext_lazy("We think that it works again. Please try it, then say so below."),
    TicketState.CLOSED: gettext_lazy("It is done. Thank you."),
    TicketState.WITHDRAWN: gettext_lazy("You took it back."),
    TicketState.MERGED: gettext_lazy("It is handled together with another ticket."),
}
STEPS: Final = (
    (gettext_lazy("Received"), frozenset(TicketState)),
    (
        gettext_lazy("Being handled"),
        frozenset({TicketState.IN_PROGRESS, TicketState.RECOVERED, TicketState.CLOSED}),
    ),
    (gettext_lazy("Works again"), frozenset({TicketState.RECOVERED, TicketState.CLOSED})),
    (gettext_lazy("Confirmed"), frozenset({TicketState.CLOSED})),
)


class ReportForm(forms.Form):
    """What is wrong, in one's own words."""

    words = words_field(gettext_lazy("What is wrong?"), rows=5, most=19_000)
    module = forms.ChoiceField(label=gettext_lazy("Where does it happen?"), choices=MODULES, required=False)
    contact = forms.CharField(
        label=gettext_lazy("Where can we call you?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )

    def said(self) -> str:
        """Return the words with the module before them, as whoever reads them needs it."""
        module = dict(MODULES).get(self.cleaned_data["module"]) if self.cleaned_data["module"] else None
        words = str(self.cleaned_data["words"])
        return f"【{module}】{words}" if module else words


class WordsForm(forms.Form):
    """Words that must be said."""

    words = words_field(gettext_lazy("Your words"), rows=3)


class UrgeForm(forms.Form):
    """Why it is urgent; nothing need be said."""

    words = words_field(gettext_lazy("Why is it urgent?"), rows=2, required=False)


FORMS: Final[dict[str, type[forms.Form]]] = {
    "add": WordsForm, "urge": UrgeForm, "confirm": WordsForm, "not_yet": WordsForm,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that may be said about the ticket now."""

    name: str
    title: str
    icon: str
    form: forms.Form
    button: str
    is_first: bool


@require_http_methods(["GET", "HEAD", "POST"])
def portal(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Take a report, and show one's own."""
    look = enter(request, engagement_code, only=CLIENT_ROLES)
    form = ReportForm(request.POST if request.method == "POST" else None, initial={"contact": look.person.mobile})

    def do() -> object:
        return actions.receive(
            engagement=look.engagement,
            channel="web",
            words=form.said(),
            caller=look.person,
            caller_name=look.person.name,
            caller_contact=form.cleaned_data["contact"],
            reached_at=look.at,
            by=look.person,
            at=look.at,
        )

    done = _("It has reached us. You see here how it goes on.")
    if request.method == "POST" and attempt(request, form, do, done=done):
        return redirect("desk:portal", engagement_code=engagement_code)
    tickets = own_tickets(look.person, engagement=look.engagement)[:30]
    intakes = own_intakes(look.person, engagement=look.engagement)[:10]
    shown = {
        "look": look,
        "form": form,
        "tickets": [rows.ticket_row(one, language=look.language, at=look.at) for one in tickets],
        "intakes": [(one, one.state == IntakeState.WAITING) for one in intakes],
    }
    part = "desk/parts/mine.html" if request.htmx else "desk/portal.html"
    return render(request, part, shown, status=422 if form.errors else 200)


def _found(request: PageRequest, code: str, number: int) -> tuple[Look, Ticket]:
    look = enter(request, code, only=CLIENT_ROLES)
    return look, queries.get_ticket(look.person, engagement=look.engagement, number=number, at=look.at)


@require_safe
def one(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Show one's own ticket in plain words."""
    look, ticket = _found(request, engagement_code, number)
    return _show(request, look, ticket, {})


def _show(request: PageRequest, look: Look, ticket: Ticket, sent: dict[str, forms.Form]) -> HttpResponse:
    state = TicketState(ticket.state)
    now, _before = rows.clock_rows(ticket, at=look.at, language=look.language)
    shown = {
        "look": look,
        "ticket": ticket,
        "row": rows.ticket_row(ticket, language=look.language, at=look.at),
        "said": SAID[state],
        "steps": [(name, state in reached) for name, reached in STEPS],
        "clocks": now,
        "files": file_rows(queries.files_of(look.person, ticket, at=look.at)),
        "story": told(queries.history(look.person, ticket=ticket, at=look.at), look.language),
        **visits_on(look, ticket, None),
        "deeds": _deeds(state, sent),
    }
    part = "desk/parts/followed.html" if request.htmx else "desk/followed.html"
    return render(request, part, shown, status=422 if sent else 200)


def _deeds(state: TicketState, sent: dict[str, forms.Form]) -> list[Deed]:
    """Return what may be said now; the most expected comes first."""

    def deed(name: str, title: str, icon: str, button: str) -> Deed:
        form = sent.get(name) or FORMS[name](prefix=name)
        return Deed(
            name=name, title=title, icon=icon, form=form, button=button, is_first=name == "confirm" or name in sent
        )

    found = []
    if state is TicketState.RECOVERED:
        found += [
            deed("confirm", _("It works again"), "checks", _("Confirm recovery")),
            deed("not_yet", _("It does not work yet"), "x", _("Say that it does not")),
        ]
    if state not in ENDED:
        found += [
            deed("add", _("Add something"), "message", _("Send")),
            deed("urge", _("Ask for speed"), "bell-ringing", _("Urge")),
        ]
    return found


@require_POST
def say(request: PageRequest, engagement_code: str, number: int, verb: str) -> HttpResponse:
    """Add words, urge, confirm, or say that it does not work yet."""
    look, ticket = _found(request, engagement_code, number)
    if verb not in FORMS:
        raise NotThere
    form = FORMS[verb](request.POST, prefix=verb)
    done = {
        "add": _("Sent."),
        "urge": _("Those who work on it were told."),
        "confirm": _("Thank you. The ticket is closed."),
        "not_yet": _("Thank you. The work goes on."),
    }[verb]
    if not attempt(request, form, partial(_do, verb, look, ticket, form), done=done):
        return _show(request, look, ticket, {verb: form})
    return redirect("desk:followed", engagement_code=engagement_code, number=number)


def _do(verb: str, look: Look, ticket: Ticket, form: forms.Form) -> object:
    words, by, at = form.cleaned_data["words"], look.person, look.at
    if verb == "add":
        return actions.add_note(ticket=ticket, audience=NoteAudience.EVERYBODY, words=words, by=by, at=at)
    if verb == "urge":
        return actions.urge(ticket=ticket, words=words, by=by, at=at)
    if verb == "confirm":
        return actions.confirm_recovery(ticket=ticket, words=words, by=by, at=at)
    return actions.say_not_yet(ticket=ticket, words=words, by=by, at=at)
