"""The flows and their versions: look, check a file, keep it, publish, retire; for administrators."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xieban.directory.queries import PersonRequest
from xieban.flows import actions, queries
from xieban.flows.actions.versions import FlowHasFaults
from xieban.flows.rules.trees import LARGEST


class FileForm(forms.Form):
    """A BPMN file to look at."""

    file = forms.FileField(label=gettext_lazy("BPMN 2.0 file (.bpmn)"))

    def clean_file(self) -> str:
        """Return the text of the file; its size is bounded while it arrives."""
        content: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not in UTF-8.")) from error


def listing(request: PersonRequest) -> HttpResponse:
    """Show every flow; check a file, or keep it as the next version of its flow."""
    rows = queries.flow_rows(viewer=request.user)
    form = FileForm(request.POST or None, request.FILES or None)
    words: dict[str, object] = {"rows": rows, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if "keep" in request.POST:
                version = actions.keep_version(text=form.cleaned_data["file"], by=request.user, at=request.at)
                messages.success(request, _("Kept as a draft. Nothing runs by it before it is published."))
                return redirect("flows:flow", key=version.flow.key)
            words["sound"] = actions.checked(form.cleaned_data["file"]).name
        except FlowHasFaults as refused:
            words["faults"] = queries.fault_rows(refused.faults)
            status = 422
    elif form.errors:
        status = 422
    return render(request, "flows/flows.html", words, status=status)


@require_safe
def one(request: PersonRequest, key: str) -> HttpResponse:
    """Show the versions of a flow, and what its published one says of each node."""
    flow = queries.get_flow(viewer=request.user, key=key)
    words = {
        "flow": flow,
        "versions": queries.version_rows(viewer=request.user, flow=flow),
        "nodes": queries.node_rows(flow),
    }
    return render(request, "flows/flow.html", words)


@require_safe
def file(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Send a version's file as it was given."""
    version = queries.get_version(viewer=request.user, key=key, number=number)
    response = HttpResponse(version.text, content_type="application/xml; charset=utf-8")
    name = f"{version.flow.key}-{version.number}.bpmn"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def publish(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Let new instances run by a version."""
    version = queries.get_version(viewer=request.user, key=key, number=number)
    actions.publish(version=version, by=request.user, at=request.at)
    messages.success(request, _("Published. What is under way stays on its version."))
    return redirect("flows:flow", key=version.flow.key)


@require_POST
def retire(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Let nothing new begin by a version."""
    version = queries.get_version(viewer=request.user, key=key, number=number)
    actions.retire(version=version, by=request.user, at=request.at)
    messages.success(request, _("Retired. Nothing new begins by it."))
    return redirect("flows:flow", key=version.flow.key)


@require_POST
def publish_again(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Go back to a retired version."""
    version = queries.get_version(viewer=request.user, key=key, number=number)
    fresh = actions.publish_again(version=version, by=request.user, at=request.at)
    words = _("Gone back to version %(old)s: it is published as version %(new)s. What is under way stays as it is.")
    messages.success(request, words % {"old": version.number, "new": fresh.number})
    return redirect("flows:flow", key=version.flow.key)
