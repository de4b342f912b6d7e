"""The portal of the client's people: say what is wrong, see how it goes, add words, urge, confirm."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypedDict
from uuid import uuid4, uuid5

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.files.door import sent_files
from jishi.pages.door import PageRequest, attempt
from jishi.refusals.door import NotThere
from zhishou.desk import actions, queries
from zhishou.desk.models import Ticket
from zhishou.desk.queries.lists import own_intakes, own_tickets
from zhishou.desk.queries.offers import offered, standpoint_of
from zhishou.desk.rules.modules import MODULES, module_name
from zhishou.desk.rules.ratings import Stars
from zhishou.desk.rules.words import ENDED, MENDED, IntakeState, NoteAudience, TicketKind, TicketState
from zhishou.desk.web import rows
from zhishou.desk.web.attached import file_rows
from zhishou.desk.web.forms import files_field, words_field
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.satisfied import RateForm, rating_rows
from zhishou.desk.web.stories import told
from zhishou.desk.web.visit_windows import visits_on
from zhishou.people.models import Person
from zhishou.people.rules import CLIENT_ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SAID: Final[dict[TicketState, "StrPromise"]] = {
    TicketState.OPEN: gettext_lazy("We have it; somebody takes it on at once."),
    TicketState.IN_PROGRESS: gettext_lazy("Somebody works on it."),
    TicketState.RECOVERED: gettext_lazy("We think that it works again. Please try it, then say so below."),
    TicketState.CLOSED: gettext_lazy("It is done. Thank you."),
    TicketState.WITHDRAWN: gettext_lazy("You took it back."),
    TicketState.MERGED: gettext_lazy("It is handled together with another ticket."),
}
FULFILLED: Final[dict[TicketState, "StrPromise"]] = {
    TicketState.RECOVERED: gettext_lazy("We think that it is done. Please look at it, then say so below."),
}
"""What is said instead where nothing was broken."""
HANDLED: Final = frozenset({TicketState.IN_PROGRESS, TicketState.RECOVERED, TicketState.CLOSED})
WORKS_AGAIN: Final = gettext_lazy("Works again")
IS_DONE: Final = pgettext_lazy("step of a ticket", "Done")


class ReportForm(forms.Form):
    """What is wrong, in one's own words, with pictures; `key` makes of a report that is sent twice one."""

    key = forms.RegexField(
        r"^[A-Za-z0-9-]{8,64}$", widget=forms.HiddenInput(attrs={"data-desk-key": True}), required=False
    )
    words = words_field(gettext_lazy("What is wrong?"), rows=5, most=20_000)
    module = forms.ChoiceField(label=gettext_lazy("Where does it happen?"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("Where can we call you?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )

    def __init__(self, data: Any = None, *, look: Look) -> None:
        super().__init__(data, initial={"key": str(uuid4()), "contact": look.person.mobile})
        names = [(code, module_name(code, look.language)) for code in MODULES]
        self.fields["module"].choices = [("", _("I am not sure")), *names]  # type: ignore[attr-defined]
        self.fields["files"] = files_field()

    def reference(self, person: Person) -> str:
        """Return the same for the same words under the same key; empty where a program sent no key."""
        key = self.cleaned_data["key"]
        return uuid5(person.uuid, f"{key}\n{self.cleaned_data['words']}").hex if key else ""


class WordsForm(forms.Form):
    """Words that must be said."""

    words = words_field(gettext_lazy("Your words"), rows=3)


class AddForm(forms.Form):
    """More words, or pictures, or both."""

    words = words_field(gettext_lazy("Your words"), rows=3, required=False)

    def __init__(self, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        self.fields["files"] = files_field()


class UrgeForm(forms.Form):
    """Why it is urgent; nothing need be said."""

    words = words_field(gettext_lazy("Why is it urgent?"), rows=2, required=False)


FORMS: Final[dict[str, type[forms.Form]]] = {
    "add": AddForm, "urge": UrgeForm, "confirm": WordsForm, "not_yet": WordsForm, "rate": RateForm,
    "withdraw": WordsForm, "reopen": WordsForm,
}  # fmt: skip


class Given(TypedDict):
    """What every act on a ticket is given."""

    ticket: Ticket
    by: Person
    at: datetime


SAYINGS: Final[dict[str, Callable[[str, Given], object]]] = {
    "confirm": lambda words, given: actions.confirm_recovery(words=words, **given),
    "not_yet": lambda words, given: actions.say_not_yet(words=words, **given),
    "withdraw": lambda words, given: actions.withdraw(reason=words, **given),
    "reopen": lambda words, given: actions.reopen(reason=words, **given),
}
"""What is done with words alone."""


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
    form = ReportForm(request.POST if request.method == "POST" else None, look=look)
    done = _("It has reached us. You see here how it goes on.")
    if request.method == "POST" and attempt(request, form, partial(_report, request, look, form), done=done):
        return redirect("desk:portal", engagement_code=engagement_code)
    mine = own_tickets(look.person, engagement=look.engagement)
    # What goes on is shown however much has ended since.
    tickets = [*mine.exclude(state__in=ENDED)[:100], *mine.filter(state__in=ENDED)[:30]]
    intakes = own_intakes(look.person, engagement=look.engagement)[:10]
    files = queries.files_of_intakes(look.person, list(intakes), engagement=look.engagement, at=look.at)
    shown = {
        "look": look,
        "form": form,
        "asking": [rows.ticket_row(one, language=look.language) for one in tickets if _asks(one)],
        "tickets": [rows.ticket_row(one, language=look.language) for one in tickets if not _asks(one)],
        "intakes": [(one, one.state == IntakeState.WAITING, file_rows(files.get(one.pk, ()))) for one in intakes],
    }
    part = "desk/parts/mine.html" if request.htmx and request.method == "GET" else "desk/portal.html"
    return render(request, part, shown, status=422 if form.errors else 200)


def _asks(ticket: Ticket) -> bool:
    """Say whether the ticket waits for the word of the client's people; such ones stand first."""
    return ticket.state == TicketState.RECOVERED


def _report(request: PageRequest, look: Look, form: ReportForm) -> object:
    sent = form.cleaned_data
    return actions.receive(
        engagement=look.engagement,
        channel="web",
        words=sent["words"],
        module=sent["module"],
        caller=look.person,
        caller_name=look.person.name,
        caller_contact=sent["contact"],
        reached_at=look.at,
        reference=form.reference(look.person),
        files=_taken(request, look, form),
        by=look.person,
        at=look.at,
    )


def _taken(request: PageRequest, look: Look, form: forms.Form) -> list[actions.Taken]:
    """Take in what was chosen and what was photographed."""
    files = [one for name in ("files", "photos") for one in sent_files(request, form.add_prefix(name))]
    return actions.take_in(files=files, engagement=look.engagement, by=look.person, at=look.at)


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
        "row": rows.ticket_row(ticket, language=look.language),
        "said": SAID[state] if ticket.kind in MENDED else FULFILLED.get(state, SAID[state]),
        "steps": _steps(ticket),
        "clocks": now,
        "files": file_rows(queries.files_of(look.person, ticket, at=look.at)),
        "story": told(
            queries.history(look.person, ticket=ticket, at=look.at), look.language, kind=TicketKind(ticket.kind)
        ),
        **visits_on(look, ticket, None),
        "ratings": rating_rows(queries.ratings_of(look.person, ticket, at=look.at), look.language),
        "deeds": _deeds(
            ticket,
            sent,
            may_rate=queries.may_rate(look.person, ticket, at=look.at),
            offers=offered(standpoint_of(look.person, ticket, at=look.at)),
        ),
        "is_news": request.htmx and request.GET.get("was", state) != state,
    }
    part = "desk/parts/followed.html" if request.htmx and request.method == "GET" else "desk/followed.html"
    return render(request, part, shown, status=422 if sent else 200)


def _steps(ticket: Ticket) -> "list[tuple[StrPromise, bool]]":
    """Return the way that every report goes, and how far this one has come."""
    state = TicketState(ticket.state)
    return [
        (gettext_lazy("Received"), True),
        (gettext_lazy("Being handled"), state in HANDLED),
        (WORKS_AGAIN if ticket.kind in MENDED else IS_DONE, state in {TicketState.RECOVERED, TicketState.CLOSED}),
        (gettext_lazy("Confirmed"), state is TicketState.CLOSED),
    ]


def _deeds(ticket: Ticket, sent: dict[str, forms.Form], *, may_rate: bool, offers: Collection[str]) -> list[Deed]:
    """Return what may be said now; the most expected comes first."""

    def deed(name: str, title: str, icon: str, button: str) -> Deed:
        form = sent.get(name) or FORMS[name](prefix=name)
        return Deed(
            name=name, title=title, icon=icon, form=form, button=button, is_first=name in {"confirm", "rate", *sent}
        )

    found = []
    state = TicketState(ticket.state)
    if may_rate or "rate" in sent:
        found.append(deed("rate", _("How satisfied are you?"), "star", _("Rate")))
    if state is TicketState.RECOVERED and ticket.kind in MENDED:
        found += [
            deed("confirm", _("It works again"), "checks", _("Confirm recovery")),
            deed("not_yet", _("It does not work yet"), "x", _("Say that it does not")),
        ]
    elif state is TicketState.RECOVERED:
        found += [
            deed("confirm", _("It is done"), "checks", _("Confirm that it is done")),
            deed("not_yet", _("It is not done yet"), "x", _("Say that it is not")),
        ]
    if state not in ENDED:
        found += [
            deed("add", _("Add something"), "message", _("Send")),
            deed("urge", _("Ask for speed"), "bell-ringing", _("Urge")),
        ]
    if "withdraw" in offers or "withdraw" in sent:
        found.append(deed("withdraw", _("It is no longer needed"), "arrow-back-up", _("Take it back")))
    if "reopen" in offers or "reopen" in sent:
        name = _("It is broken again, or still") if ticket.kind in MENDED else _("It is not done after all")
        found.append(deed("reopen", name, "repeat", _("Reopen")))
    return found


@require_POST
def say(request: PageRequest, engagement_code: str, number: int, verb: str) -> HttpResponse:
    """Add words, urge, confirm, say that it does not work yet, or rate."""
    look, ticket = _found(request, engagement_code, number)
    if verb not in FORMS:
        raise NotThere
    form = FORMS[verb](request.POST, prefix=verb)
    done = {
        "add": _("Sent."),
        "urge": _("Those who work on it were told."),
        "confirm": _("Thank you. The ticket is closed."),
        "not_yet": _("Thank you. The work goes on."),
        "rate": _("Thank you for your rating."),
        "withdraw": _("The ticket was withdrawn."),
        "reopen": _("Thank you. The work goes on."),
    }[verb]
    if not attempt(request, form, partial(_do, verb, request, look, ticket, form), done=done):
        return _show(request, look, ticket, {verb: form})
    return redirect("desk:followed", engagement_code=engagement_code, number=number)


def _do(verb: str, request: PageRequest, look: Look, ticket: Ticket, form: forms.Form) -> object:
    given: Given = {"ticket": ticket, "by": look.person, "at": look.at}
    words = form.cleaned_data["words"]
    match verb:
        case "add":
            files = _taken(request, look, form)
            words = words if words.strip() or not files else _("(see the files)")
            return actions.add_note(audience=NoteAudience.EVERYBODY, words=words, files=files, **given)
        case "urge":
            return actions.urge(words=words, **given)
        case "rate":
            return actions.rate(stars=Stars(form.cleaned_data["stars"]), words=words, **given)
        case _:
            return SAYINGS[verb](words, given)
