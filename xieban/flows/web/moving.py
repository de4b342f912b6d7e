"""Taking running instances to another version after a dry run, and one instance back to an earlier step."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xieban.directory.queries import PersonRequest
from xieban.flows import actions, queries
from xieban.flows.rules.filling import LONGEST


class WhyForm(forms.Form):
    """Why an administrator steps in."""

    words = forms.CharField(
        label=pgettext_lazy("why something is done", "Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why.")},
    )


def migrate(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Show what would hinder each instance; take those that were chosen, and say what came of each."""
    to = queries.target_version(viewer=request.user, key=key, number=number)
    nodes = {
        name.removeprefix("node-"): value
        for name, value in request.POST.items()
        if name.startswith("node-") and isinstance(value, str) and value
    }
    chosen = set(request.POST.getlist("instance"))
    form, status = WhyForm(), 200
    outcomes: tuple[actions.Outcome, ...] = ()
    if "go" in request.POST:
        form = WhyForm(request.POST)
        if form.is_valid():
            outcomes = actions.migrate_several(
                to=to, uuids=chosen, nodes=nodes, words=form.cleaned_data["words"], by=request.user, at=request.at
            )
            form = WhyForm()
        else:
            status = 422
    words = {"run": queries.dry_run(request.user, to=to, nodes=nodes), "form": form, "outcomes": outcomes}
    return render(request, "flows/migrate.html", {**words, "chosen": chosen}, status=status)


def log(request: PersonRequest, uuid: str) -> HttpResponse:
    """Show the whole log of an instance; roll it back to where it stood after an earlier step."""
    instance = queries.get_instance(request.user, uuid=uuid, at=request.at)
    steps = queries.log_of(request.user, instance)
    form = WhyForm(request.POST or None)
    step = request.POST.get("step", "")
    if request.method == "POST" and form.is_valid():
        actions.roll_back(
            instance=instance,
            step=int(step) if step.isdecimal() and len(step) < 10 else 0,  # noqa: PLR2004 - as the column holds
            words=form.cleaned_data["words"],
            by=request.user,
            at=request.at,
        )
        messages.success(request, _("Rolled back. What was said since stays in the log."))
        return redirect("flows:log", uuid=instance.uuid)
    words = {"instance": instance, "steps": steps, "form": form, "step": step}
    back = queries.address_of(instance)
    return render(request, "flows/log.html", {**words, "back": back}, status=422 if form.errors else 200)
