"""The ticket's page, and everything that is recorded on it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere
from zhishou.contracts.rules import Level, PauseReason
from zhishou.desk import actions, queries
from zhishou.desk.models import Ticket
from zhishou.desk.queries.choices import Choices, choices_about
from zhishou.desk.rules.words import EvidenceKind
from zhishou.desk.web import rows
from zhishou.desk.web.attached import file_rows
from zhishou.desk.web.forms import EvidenceForm, FilesForm, LevelForm, PauseForm, RevisionForm
from zhishou.desk.web.looks import Look, attempt, enter
from zhishou.desk.web.satisfied import rating_rows
from zhishou.desk.web.stories import told
from zhishou.desk.web.visit_windows import visits_on
from zhishou.desk.web.words import EVIDENCE, Mark

BY_STAFF = (
    EvidenceKind.CALL,
    EvidenceKind.REMOTE_SESSION,
    EvidenceKind.CHECK_IN,
    EvidenceKind.EMERGENCY_MEASURE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One window of the page in which something is recorded or decided."""

    id: str
    title: str
    text: str
    icon: str
    address: str
    form: django_forms.Form
    button: str
    opens: bool = False


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One ticket as somebody looks at it; `sent` is the form that was refused, by its name."""

    look: Look
    ticket: Ticket
    choices: Choices
    sent: dict[str, django_forms.Form] = field(default_factory=dict)


def sheet(request: PageRequest, code: str, number: int) -> Sheet:
    """Return the ticket and what can be done about it; another's ticket is not there."""
    look = enter(request, code)
    ticket = queries.get_ticket(look.person, engagement=look.engagement, number=number, at=look.at)
    return Sheet(look=look, ticket=ticket, choices=choices_about(ticket))


@require_safe
def ticket(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Show a ticket: who, what, how it stands, what happened."""
    return show(request, sheet(request, engagement_code, number))


def show(request: PageRequest, page: Sheet) -> HttpResponse:
    """Show the page; a form that was refused stands open in it."""
    look, one = page.look, page.ticket
    now, before = rows.clock_rows(one, at=look.at, language=look.language)
    intakes = list(one.intakes.order_by("reached_at"))
    sees_contact = look.sees_all or one.caller_id == look.person.pk
    contact = next((each.caller_contact for each in reversed(intakes) if each.caller_contact), "")
    shown = {
        "look": look,
        "ticket": one,
        "row": rows.ticket_row(one, language=look.language, at=look.at),
        "clocks": now,
        "earlier": before,
        "evidence": rows.evidence_rows(one.evidence.all(), look.language),
        "story": told(queries.history(look.person, ticket=one, at=look.at), look.language),
        "contact": rows.contact_of(one.caller, contact) if sees_contact else "",
        "files": file_rows(queries.files_of(look.person, one, at=look.at)),
        "ratings": rating_rows(queries.ratings_of(look.person, one, at=look.at), look.language),
        "windows": windows(page),
        "choices": page.choices,
        **visits_on(look, one, page.sent.get("order_visit")),
    }
    part = "desk/parts/ticket.html" if request.htmx else "desk/ticket.html"
    return render(request, part, shown, status=422 if page.sent else 200)


def windows(page: Sheet) -> list[Window]:
    """Return the windows that this person may open now."""
    found: list[Window] = []
    if page.choices.is_open and page.look.is_staff:
        found += [evidence_window(page, kind) for kind in BY_STAFF]
        found += decision_windows(page)
    if page.choices.is_open and page.look.is_client:
        found.append(evidence_window(page, EvidenceKind.CONFIRMATION))
    if page.look.is_staff or page.look.is_client:
        form = page.sent.get("files") or files_form(page)
        found.append(
            Window(
                id="add-files",
                title=_("Add files"),
                text="",
                icon="file-upload",
                address="files",
                form=form,
                button=_("Send"),
                opens="files" in page.sent,
            )
        )
    return found


def files_form(page: Sheet, data: object = None) -> FilesForm:
    """Return the form by which files come to the ticket; only the vendor's people may keep them to themselves."""
    return FilesForm(data, may_hide=page.look.is_staff)


def evidence_window(page: Sheet, kind: EvidenceKind) -> Window:
    """Return the window in which one kind of evidence is written down."""
    mark: Mark = EVIDENCE[kind]
    form = page.sent.get(kind.value) or EvidenceForm(kind=kind, reached_at=page.ticket.reached_at)
    kept = rows.keeps(kind, page.look.language)
    return Window(
        id=f"record-{kind.value}",
        title=str(mark.text),
        text=_("Keeps: %(commitments)s") % {"commitments": kept},
        icon=mark.icon,
        address="evidence",
        form=form,
        button=_("Confirm recovery") if kind is EvidenceKind.CONFIRMATION else _("Record"),
        opens=kind.value in page.sent,
    )


def decision_windows(page: Sheet) -> list[Window]:
    """Return the windows in which something is decided about the clocks."""
    found = []
    if page.choices.pause_for:
        rests = _("Only the clocks that the contract lets rest for this reason.")
        found.append(_decision(page, "pause", "clock-pause", _("Pause the clocks"), text=rests, button=_("Pause")))
    if page.choices.may_resume:
        found.append(_decision(page, "resume", "clock-play", _("Let the clocks run again"), button=_("Resume")))
    retargets = _("Running cycles end and new ones count from the same start: no time is given back.")
    found.append(_decision(page, "level", "stairs-up", _("Change the level"), text=retargets, button=_("Change")))
    if page.choices.may_go:
        goes, title = _("The on-site clock counts from this moment."), _("Decide to go to the client")
        found.append(_decision(page, "go", "route", title, text=goes, button=_("Decide to go")))
    return found


def _decision(page: Sheet, name: str, icon: str, title: str, *, text: str = "", button: str) -> Window:
    return Window(
        id=f"decide-{name}",
        title=title,
        text=text,
        icon=icon,
        address=name,
        form=page.sent.get(name) or decision_form(page, name),
        button=button,
        opens=name in page.sent,
    )


def decision_form(page: Sheet, name: str, data: object = None) -> django_forms.Form:
    """Return the form of a decision."""
    revision, language = page.ticket.revision, page.look.language
    if name == "pause":
        return PauseForm(data, revision=revision, language=language, reasons=page.choices.pause_for)
    if name == "level":
        return LevelForm(data, revision=revision, language=language, level=page.ticket.level)
    return RevisionForm(data, prefix=name, revision=revision)


def act(
    request: PageRequest,
    page: Sheet,
    name: str,
    form: django_forms.Form,
    do: Callable[[], object],
    *,
    done: str,
) -> HttpResponse:
    """Do what was sent and show the ticket again; what was refused stays open with its words."""
    if attempt(request, form, do, done=done):
        return redirect("desk:ticket", engagement_code=page.look.engagement.code, number=page.ticket.number)
    page.sent[name] = form
    return show(request, page)


@require_POST
def evidence(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Record what keeps a promise."""
    page = sheet(request, engagement_code, number)
    kind = next((one for one in EvidenceKind if request.POST.get(f"{one.value}-kind") == one.value), None)
    if kind is None:
        raise NotThere
    form = EvidenceForm(request.POST, kind=kind, reached_at=page.ticket.reached_at)

    def do() -> object:
        sent = form.cleaned_data
        return actions.record_evidence(
            ticket=page.ticket,
            kind=kind,
            happened_at=sent["happened_at"] or page.look.at,
            words=sent["words"],
            plan=sent.get("plan", ""),
            by=page.look.person,
            at=page.look.at,
        )

    return act(request, page, kind.value, form, do, done=_("Recorded as evidence."))


@require_POST
def pause(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Let the clocks rest that may."""
    page = sheet(request, engagement_code, number)
    form = decision_form(page, "pause", request.POST)

    def do() -> object:
        return actions.pause_clocks(
            ticket=page.ticket,
            reason=PauseReason(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"],
            by=page.look.person,
            at=page.look.at,
        )

    return act(request, page, "pause", form, do, done=_("The clocks that may rest are paused."))


@require_POST
def resume(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Let the clocks run again."""
    page = sheet(request, engagement_code, number)
    form = decision_form(page, "resume", request.POST)

    def do() -> object:
        return actions.resume_clocks(ticket=page.ticket, by=page.look.person, at=page.look.at)

    return act(request, page, "resume", form, do, done=_("The clocks run again."))


@require_POST
def level(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Change how grave the fault is."""
    page = sheet(request, engagement_code, number)
    form = decision_form(page, "level", request.POST)

    def do() -> object:
        return actions.change_level(
            ticket=page.ticket,
            level=Level(form.cleaned_data["level"]),
            reason=form.cleaned_data["reason"],
            by=page.look.person,
            at=page.look.at,
        )

    return act(request, page, "level", form, do, done=_("The level was changed."))


@require_POST
def go(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Decide that somebody goes to the client."""
    page = sheet(request, engagement_code, number)
    form = decision_form(page, "go", request.POST)

    def do() -> object:
        return actions.decide_to_go(ticket=page.ticket, by=page.look.person, at=page.look.at)

    return act(request, page, "go", form, do, done=_("The on-site clock counts from now."))
