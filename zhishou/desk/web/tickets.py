"""The ticket's page, and everything that is done on it."""

from collections.abc import Callable

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.pages.door import PageRequest, attempt
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.desk import actions, queries
from zhishou.desk.queries.choices import choices_about
from zhishou.desk.queries.family import family_of
from zhishou.desk.rules.replies import split_quoted
from zhishou.desk.rules.words import EvidenceKind, TicketKind
from zhishou.desk.web import proposals, rows
from zhishou.desk.web.attached import file_rows
from zhishou.desk.web.deeds import BY_NAME
from zhishou.desk.web.deeds.deed import Sheet
from zhishou.desk.web.forms import EvidenceForm, RevisionForm
from zhishou.desk.web.lengths import gist
from zhishou.desk.web.looks import enter
from zhishou.desk.web.satisfied import rating_rows
from zhishou.desk.web.stories import told
from zhishou.desk.web.visit_windows import visits_on
from zhishou.desk.web.windows import bar, windows


def sheet(request: PageRequest, code: str, number: int) -> Sheet:
    """Return the ticket and what can be done about it; another's ticket is not there."""
    look = enter(request, code)
    ticket = queries.get_ticket(look.person, engagement=look.engagement, number=number, at=look.at)
    choices = choices_about(ticket, viewer=look.person, at=look.at)
    return Sheet(look=look, ticket=ticket, choices=choices, opens=request.GET.get("open", "")[:40])


@require_safe
def ticket(request: PageRequest, engagement_code: str, number: int) -> HttpResponse:
    """Show a ticket: who, what, how it stands, what happened."""
    return show(request, sheet(request, engagement_code, number))


def show(request: PageRequest, page: Sheet) -> HttpResponse:
    """Show the page; a form that was refused stands open in it."""
    look, one = page.look, page.ticket
    now, before = rows.clock_rows(one, at=look.at, language=look.language, explained=True)
    intakes = list(one.intakes.order_by("reached_at"))
    sees_contact = look.sees_all or one.caller_id == look.person.pk
    contact = next((each.caller_contact for each in reversed(intakes) if each.caller_contact), "")
    found = windows(page)
    words = split_quoted(one.words)
    shown = {
        "look": look,
        "ticket": one,
        "row": rows.ticket_row(one, language=look.language),
        "clocks": now,
        "earlier": before,
        "evidence": rows.evidence_rows(queries.evidence_of(one), look.language, of=TicketKind(one.kind)),
        "words": words,
        "gist": gist(words.own),
        "story": told(
            queries.history(look.person, ticket=one, at=look.at), look.language, kind=TicketKind(one.kind)
        ),
        "contact": rows.contact_of(one.caller, contact) if sees_contact else "",
        "files": file_rows(queries.files_of(look.person, one, at=look.at)),
        "ratings": rating_rows(queries.ratings_of(look.person, one, at=look.at), look.language),
        "windows": found,
        "bar": bar(page, found),
        "choices": page.choices,
        "family": family_of(look.person, one, at=look.at),
        "bounces": one.tier_holds.filter(bounced=True).count(),
        "countersigns": queries.countersigns_of(one) if look.is_staff else [],
        "proposals": proposals.proposal_rows(look, queries.proposals_of(one)),
        **visits_on(look, one, page.sent.get("order_visit")),
    }
    part = "desk/parts/ticket.html" if request.htmx else "desk/ticket.html"
    return render(request, part, shown, status=422 if page.sent else 200)


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
    code, number = page.look.engagement.code, page.ticket.number
    if attempt(request, form, do, done=done):
        into = page.ticket.merged_into
        return redirect("desk:ticket", engagement_code=code, number=into.number if into else number)
    again = sheet(request, code, number)  # an action that was refused may have begun to move what it was given
    if isinstance(form, RevisionForm) and form.now != again.ticket.revision:
        form.catch_up(revision=again.ticket.revision)
    again.sent[name] = form
    return show(request, again)


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
def deed(request: PageRequest, engagement_code: str, number: int, name: str) -> HttpResponse:
    """Do one of the things that may be done; whoever may not is refused by the deed itself."""
    page = sheet(request, engagement_code, number)
    one = BY_NAME.get(name)
    if one is None:
        raise NotThere
    if not one.is_for(page):
        raise NotAllowed
    form = one.form(page, request.POST)
    return act(request, page, name, form, lambda: one.do(page, form.cleaned_data), done=str(one.done))
