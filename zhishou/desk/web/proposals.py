"""What the parties agree about promises: the client's administrator answers, everybody who may sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jishi.calendars.door import Duration
from jishi.pages.door import PageRequest, attempt
from zhishou.desk import actions, queries
from zhishou.desk.models import Proposal
from zhishou.desk.queries.agreements import answered_proposals, awaiting_confirmation
from zhishou.desk.rules.agreements import ProposalKind, ProposalState
from zhishou.desk.rules.words import SEES_ALL
from zhishou.desk.web import rows
from zhishou.desk.web.deeds.forms import AnswerForm
from zhishou.desk.web.looks import Look, enter
from zhishou.desk.web.words import Mark
from zhishou.people.rules import Role

STATES: Final = {
    ProposalState.WAITING: Mark(kind="warning", icon="hourglass", text=gettext_lazy("Waits for the client")),
    ProposalState.AGREED: Mark(kind="success", icon="check", text=gettext_lazy("Agreed")),
    ProposalState.REFUSED: Mark(kind="danger", icon="x", text=gettext_lazy("Refused")),
}
POINTLESS: Final = Mark(kind="neutral", icon="ban", text=gettext_lazy("Not answered, and no longer needed"))
"""How an unanswered proposal about a clock that has ended is marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """One proposal in words; `form` where the viewer may answer it."""

    uuid: UUID
    number: int
    title: str
    what: str
    reason: str
    by: str
    at: datetime
    now_due: datetime | None
    mark: Mark
    answer: str
    answered_by: str
    answered_at: datetime | None
    lines: tuple[str, ...]
    form: forms.Form | None


def proposal_rows(
    look: Look, found: Iterable[Proposal], *, sent: dict[str, forms.Form] | None = None, explained: bool = False
) -> list[ProposalRow]:
    """Return proposals as rows; only the client's administrator gets the form of an answer."""
    return [_row(look, one, sent=sent or {}, explained=explained) for one in found]


def _row(look: Look, one: Proposal, *, sent: dict[str, forms.Form], explained: bool) -> ProposalRow:
    waits = one.state == ProposalState.WAITING
    is_needed = waits and one.clock.ended_at is None
    answers = is_needed and Role.CLIENT_ADMIN in look.roles
    explains = explained and waits
    return ProposalRow(
        uuid=one.uuid,
        number=one.clock.ticket.number,
        title=one.clock.ticket.title,
        what=_what(one, look.language),
        reason=one.reason,
        by=one.proposed_by.name,
        at=one.proposed_at,
        now_due=one.clock.due_at,
        mark=POINTLESS if waits and not is_needed else STATES[ProposalState(one.state)],
        answer=one.answer,
        answered_by=one.answered_by.name if one.answered_by else "",
        answered_at=one.answered_at,
        lines=tuple(queries.explain_clock(one.clock, at=look.at, language=look.language)) if explains else (),
        form=sent.get(str(one.uuid)) or _form(one) if answers else None,
    )


def _what(one: Proposal, language: str) -> str:
    name = rows.commitment_name(one.clock.commitment, language)
    if one.kind == ProposalKind.VOID:
        return _("%(name)s: not to be judged") % {"name": name}
    return _("%(name)s: instead within %(within)s") % {
        "name": name,
        "within": Duration.parse(one.within).words(language),
    }


def _form(one: Proposal, data: object = None) -> forms.Form:
    return AnswerForm(data, prefix=str(one.uuid), yes=_("I agree"), no=_("I refuse"), most=500)


@require_safe
def agreements(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show what waits for the client, and what was agreed."""
    return _show(request, enter(request, engagement_code, only=SEES_ALL))


def _show(request: PageRequest, look: Look, sent: dict[str, forms.Form] | None = None) -> HttpResponse:
    waiting = queries.pending_proposals(look.person, engagement=look.engagement, at=look.at)
    answered = answered_proposals(look.person, engagement=look.engagement, at=look.at)[:50]
    claimed = awaiting_confirmation(look.person, engagement=look.engagement, at=look.at)[:50]
    shown = {
        "look": look,
        "waiting": proposal_rows(look, waiting, sent=sent, explained=True),
        "answered": proposal_rows(look, answered),
        "claimed": [(rows.ticket_row(one, language=look.language), one.recovered_at) for one in claimed],
    }
    part = "desk/parts/agreements.html" if request.htmx else "desk/agreements.html"
    return render(request, part, shown, status=422 if sent else 200)


@require_POST
def answer(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Agree or refuse for the client; whoever answers on the ticket's page is led back to it."""
    look = enter(request, engagement_code, only=frozenset({Role.CLIENT_ADMIN}))
    one = queries.get_proposal(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    form = _form(one, request.POST)

    def do() -> object:
        return actions.answer_proposal(
            proposal=one,
            agrees=form.cleaned_data["answer"] == "yes",
            words=form.cleaned_data["words"],
            by=look.person,
            at=look.at,
        )

    if not attempt(request, form, do, done=_("Your answer holds from now on.")):
        return _show(request, look, {str(uuid): form})
    if request.POST.get("from") == "ticket":
        return redirect("desk:ticket", engagement_code=engagement_code, number=one.clock.ticket.number)
    return redirect("desk:agreements", engagement_code=engagement_code)
