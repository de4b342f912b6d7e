"""One's own applications, the form of a new one, and each application's page."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jishi.files.door import sent_files
from jishi.pages.door import Link
from jishi.refusals.door import NotThere, Refusal
from xieban.approvals import actions, queries
from xieban.approvals.rules import Kind
from xieban.directory.queries import PersonRequest, everybody_here
from xieban.flows import queries as flows

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a kind of approval is shown."""

    kind: Kind
    title: "str | StrPromise"
    icon: str
    text: "str | StrPromise"


LOOKS = (
    Look(
        kind=Kind.LEAVE,
        title=gettext_lazy("Leave of absence"),
        icon="beach",
        text=gettext_lazy("Counted in working days."),
    ),
    Look(
        kind=Kind.CAR,
        title=gettext_lazy("Use of a car"),
        icon="car",
        text=gettext_lazy("The office gives the car."),
    ),
    Look(
        kind=Kind.SEAL,
        title=gettext_lazy("Use of a seal"),
        icon="rubber-stamp",
        text=gettext_lazy("Contracts go to the leader in charge."),
    ),
)
COMPUTED = "days"
LONGEST_KEY = 15


def _kind(word: str) -> Kind:
    if word not in set(Kind):
        raise NotThere
    return Kind(word)


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """Show what this person applied for, and the ways to apply."""
    wanted = request.GET.get("kind", "")
    kind = Kind(wanted) if wanted in set(Kind) else None
    before = request.GET.get("before", "")
    rows, following = queries.applications_of(
        request.user,
        kind=kind,
        before=int(before) if before.isdecimal() and len(before) < LONGEST_KEY else None,
        at=request.at,
    )
    chosen = f"kind={kind.value}&" if kind else ""
    words = {
        "looks": LOOKS,
        "rows": rows,
        "tabs": [
            Link(label=_("All of them"), url="?", icon="list", current=kind is None),
            *(
                Link(label=str(one.title), url=f"?kind={one.kind.value}", icon=one.icon, current=kind is one.kind)
                for one in LOOKS
            ),
        ],
        "previous_url": f"?{chosen}" if before else "",
        "next_url": f"?{chosen}before={following}" if following else "",
        "away": queries.away_on(request.user, day=request.at.date()),
    }
    return render(request, "approvals/mine.html", words)


def new(request: PersonRequest, kind: str) -> HttpResponse:
    """Show the form of an application, and hand it in; every fault is told at once, and nothing typed is lost."""
    which = _kind(kind)
    fields = tuple(
        replace(field, required=False) if which is Kind.LEAVE and field.name == COMPUTED else field
        for field in queries.form_of(which)
    )
    wrong, status = "", 200
    filled = flows.read_entries(fields, request.POST) if request.method == "POST" else None
    if filled is not None and filled.is_sound:
        try:
            instance = actions.apply(
                kind=which,
                values=filled.values,
                files=sent_files(request, "files") if which is Kind.SEAL else (),
                by=request.user,
                at=request.at,
            )
        except Refusal as refusal:
            wrong, status = str(refusal), int(refusal.status)
        else:
            return redirect("approvals:one", uuid=instance.uuid)
    elif filled is not None:
        status = 422
    entries = filled.entries if filled else flows.entries_of(fields, {})
    words = {
        "look": next(one for one in LOOKS if one.kind is which),
        "entries": [
            replace(one, help=_("Empty: counted from the working days.")) if one.name == COMPUTED else one
            for one in entries
        ],
        "wrong": wrong,
        "balance": queries.balance(request.user, year=request.at.year) if which is Kind.LEAVE else None,
        "colleagues": everybody_here(),
    }
    return render(request, "approvals/new.html", words, status=status)


@require_safe
def one(request: PersonRequest, uuid: str) -> HttpResponse:
    """Show an application: what was filled in, how it stands, what may be done, and the way so far."""
    instance = queries.get_application(request.user, uuid=uuid, at=request.at)
    words = {
        "story": flows.story_of(request.user, instance, at=request.at),
        "details": queries.details_of(instance),
        "papers": queries.papers_of(request.user, instance, at=request.at),
        "is_car": instance.version.flow.key == Kind.CAR,
        "colleagues": everybody_here(),
    }
    return render(request, "approvals/one.html", words)
