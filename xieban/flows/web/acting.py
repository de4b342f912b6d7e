"""One door for whatever somebody does with an instance, from whichever page; and a plain page of any instance."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jishi.refusals.door import Invalid, NotThere
from xieban.directory.queries import PersonRequest, everybody_here
from xieban.flows import actions, queries
from xieban.flows.actions.refusals import NotAllowedHere
from xieban.flows.models import Instance
from xieban.flows.queries.acting import ActForm, read_act


@require_safe
def one(request: PersonRequest, uuid: str) -> HttpResponse:
    """Show how an instance stands, what this person may do with it, and the way so far."""
    instance = queries.get_instance(request.user, uuid=uuid, at=request.at)
    story = queries.story_of(request.user, instance, at=request.at)
    return render(request, "flows/instance.html", {"story": story, "colleagues": everybody_here()})


@require_POST
def act(request: PersonRequest, uuid: str) -> HttpResponse:
    """Do what a form asks for; what is wrong with it comes back in it, with everything that was typed."""
    instance = queries.get_instance(request.user, uuid=uuid, at=request.at)
    form, asked = read_act(request.user, instance, request.POST, at=request.at)
    if form is None:
        raise NotAllowedHere
    if asked is None:
        return _again(request, instance, form)
    try:
        actions.do(instance=instance, asked=asked, by=request.user, at=request.at)
    except Invalid as refusal:
        return _again(request, instance, replace(form, wrong=str(refusal)))
    messages.success(request, _("Done: %(what)s") % {"what": form.title})
    target = _after(request, instance)
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return redirect(target)


def _after(request: PersonRequest, instance: Instance) -> str:
    """Return where to go: the instance's page, or the start page where it is no longer this person's to see."""
    try:
        queries.get_instance(request.user, uuid=str(instance.uuid), at=request.at)
    except NotThere:
        return "/"
    return queries.address_of(instance)


def _again(request: PersonRequest, instance: Instance, form: ActForm) -> HttpResponse:
    words = {"form": form, "instance": instance, "back": queries.address_of(instance)}
    if request.htmx:
        return render(request, "flows/parts/act.html", words, status=422)
    return render(request, "flows/act.html", {**words, "colleagues": everybody_here()}, status=422)
