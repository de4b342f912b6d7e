"""Who stands in for me, and for whom I stand in."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jishi.refusals.door import Refusal
from xieban.directory import actions, queries
from xieban.directory.models import Delegation
from xieban.directory.queries import PersonRequest
from xieban.directory.web.forms import DelegationForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One delegation as the page shows it."""

    one: Delegation
    flows: str
    is_over: bool
    is_ahead: bool


def mine(request: PersonRequest) -> HttpResponse:
    """Show what one gave and took; take a new delegation."""
    form = DelegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.delegate(
                principal=request.user,
                deputy=given["deputy"],
                since=given["since"],
                until=given["until"],
                flows=given.get("flows", ()),
                reason=given["reason"],
                by=request.user,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Agreed. It begins and ends by itself."))
            return redirect("directory:delegations")
    rows = [_row(one, request) for one in queries.delegations_of(request.user)]
    words = {
        "form": form,
        "given": [row for row in rows if row.one.principal_id == request.user.pk],
        "taken": [row for row in rows if row.one.deputy_id == request.user.pk],
        "colleagues": queries.everybody_here(),
    }
    return render(request, "directory/delegations.html", words, status=422 if form.errors else 200)


def _row(one: Delegation, request: PersonRequest) -> Row:
    is_over = one.ended_at is not None or one.until <= request.at
    is_ahead = not is_over and one.since > request.at
    return Row(one=one, flows=queries.flows_in_words(one), is_over=is_over, is_ahead=is_ahead)


@require_POST
def end(request: PersonRequest, uuid: str) -> HttpResponse:
    """End a delegation before its time."""
    one = queries.get_delegation(request.user, uuid=uuid)
    actions.end_delegation(delegation=one, by=request.user, at=request.at)
    messages.success(request, _("Ended."))
    return redirect("directory:delegations")
