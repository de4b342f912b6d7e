"""Flows as drawings: edited by administrators, and shown with where an instance stands."""

import json

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xieban.directory.queries import PersonRequest
from xieban.flows import actions, queries
from xieban.flows.actions.versions import FlowHasFaults
from xieban.flows.rules.trees import LARGEST


class TextForm(forms.Form):
    """The file as the browser drew it."""

    text = forms.CharField(max_length=LARGEST, strip=False)


@require_safe
def of_instance(request: PersonRequest, uuid: str) -> HttpResponse:
    """Show where an instance stands in the drawing of its flow."""
    instance = queries.get_instance(request.user, uuid=uuid, at=request.at)
    words = {"instance": instance, "drawn": queries.drawn(instance), "back": queries.address_of(instance)}
    return render(request, "flows/drawing.html", words)


def draw(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Edit a version in the browser; keep it as the next one, or say what is wrong, element by element."""
    version = queries.get_version(viewer=request.user, key=key, number=number)
    words: dict[str, object] = {"version": version, "text": version.text, "labels": json.dumps(_labels())}
    if request.method != "POST":
        return render(request, "flows/draw.html", words)
    form = TextForm(request.POST)
    if not form.is_valid():
        return render(request, "flows/draw.html", {**words, "form": form}, status=422)
    text = form.cleaned_data["text"]
    try:
        if "check" in request.POST:
            words["sound"] = actions.checked(text).name
        else:
            kept = actions.keep_version(text=text, key=key, by=request.user, at=request.at)
            messages.success(request, _("Kept as a draft. Nothing runs by it before it is published."))
            return redirect("flows:flow", key=kept.flow.key)
    except FlowHasFaults as refused:
        faults = queries.fault_rows(refused.faults)
        words |= {"faults": faults, "faulty": " ".join(one.id for one in faults if one.id)}
    return render(request, "flows/draw.html", {**words, "text": text}, status=422 if "faults" in words else 200)


def _labels() -> dict[str, str]:
    return {
        "name": _("Name of the step"),
        "who": _("Handled by (who)"),
        "may": _("Allowed besides (may)"),
        "returns": _("Returns to (returns)"),
        "straightBack": _("Straight back (straightBack)"),
        "decisions": _("Decisions (decisions)"),
        "nature": _("Nature (nature)"),
        "deadline": _("Deadline (deadline)"),
        "deadlineFrom": _("Deadline from a date (deadlineFrom)"),
        "edits": _("May be changed here (edits)"),
    }
