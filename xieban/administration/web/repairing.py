"""Giving work of a stuck instance to somebody else: a dry run, then just what it showed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jishi.entrance.door import address_of
from xieban.administration import queries
from xieban.administration.actions.repairing import Wish, repair_as_planned, try_repair
from xieban.administration.web.forms import ReassignForm
from xieban.directory.queries import PersonRequest


def reassign(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Show whose work it is; try to give it to another; do so by the plan of that dry run."""
    instance, works = queries.works_of(request.user, uuid=uuid, at=request.at)
    form = ReassignForm(request.POST or None, works=works)
    words: dict[str, object] = {"instance": instance, "works": works, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "administration/reassign.html", words, status=422 if form.errors else 200)
    chosen = next(one for one in works if one.key == form.cleaned_data["work"])
    wish = Wish(verb=chosen.verb, token=chosen.token, seat=chosen.seat, people=(form.cleaned_data["person"].pk,))
    reason, address, by = form.cleaned_data["reason"], address_of(request), request.user
    plan = request.POST.get("plan", "")
    if "go" in request.POST:
        repair_as_planned(
            instance=instance, wish=wish, plan=plan, reason=reason, address=address, by=by, at=request.at
        )
        messages.success(request, _("The work has been given on. What was done stands in the log of the flow."))
        return redirect("flows:log", uuid=instance.uuid)
    seen = try_repair(instance=instance, wish=wish, reason=reason, address=address, by=by, at=request.at)
    words |= {
        "plan": seen.plan,
        "before": queries.places_of(seen.before),
        "after": queries.places_of(seen.after),
    }
    return render(request, "administration/reassign.html", words)
