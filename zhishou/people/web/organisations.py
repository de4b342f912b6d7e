"""Organisations: the list, one with its people and contracts, a new one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jishi.entrance.door import require_fresh_proof
from jishi.refusals.door import NotThere
from zhishou.people import actions, queries
from zhishou.people.actions.organisations import CodeTaken, SameParty
from zhishou.people.queries.requests import PersonRequest
from zhishou.people.web.forms import EngagementForm, NewOrganisationForm, OrganisationForm


def listing(request: PersonRequest) -> HttpResponse:
    """List the organisations that the viewer may see."""
    rows = queries.organisations_with_counts(request.user, at=request.at)
    words = {"rows": rows, "may_create": request.user.is_platform_admin}
    return render(request, "people/organisations.html", words)


def one(request: PersonRequest, code: str) -> HttpResponse:
    """Show one organisation; platform administrators correct it here."""
    organisation = queries.get_organisation(request.user, code=code, at=request.at)
    form = None
    if request.user.is_platform_admin:
        initial = {name: getattr(organisation, name) for name in OrganisationForm.base_fields}
        form = OrganisationForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                actions.change_organisation(
                    organisation=organisation, **form.cleaned_data, by=request.user, at=request.at
                )
            except CodeTaken as refusal:
                form.add_error("credit_code", str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect("people:organisation", code=code)
    words = {
        "organisation": organisation,
        "form": form,
        "engagements": queries.engagements_between(request.user, organisation, at=request.at),
        "persons": queries.persons_of(request.user, organisation, at=request.at),
    }
    return render(request, "people/organisation.html", words)


def new(request: PersonRequest) -> HttpResponse:
    """Register an organisation."""
    if not request.user.is_platform_admin:
        raise NotThere
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_organisation(**form.cleaned_data, by=request.user, at=request.at)
        except CodeTaken as refusal:
            form.add_error("code", str(refusal))
        else:
            return redirect("people:organisation", code=made.code)
    return render(request, "people/organisation_new.html", {"form": form})


def new_engagement(request: PersonRequest) -> HttpResponse:
    """Open the boundary of a new contract between two organisations."""
    if not request.user.is_platform_admin:
        raise NotThere
    require_fresh_proof(request)
    form = EngagementForm(request.POST or None, viewer=request.user, at=request.at)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_engagement(**form.cleaned_data, by=request.user, at=request.at)
        except CodeTaken as refusal:
            form.add_error("code", str(refusal))
        except SameParty as refusal:
            form.add_error("vendor", str(refusal))
        else:
            messages.success(request, _("The contract is open. Invite its administrators now."))
            return redirect("people:organisation", code=made.client.code)
    return render(request, "people/engagement_new.html", {"form": form})
