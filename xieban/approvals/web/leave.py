"""How much annual leave everybody has."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jishi.refusals.door import NotAllowed, Refusal
from xieban.approvals import actions, queries
from xieban.directory.queries import PersonRequest, get_person


class EntitlementForm(forms.Form):
    """How much annual leave one person has in one year."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    days = forms.FloatField(label=gettext_lazy("Days"), min_value=0, max_value=100)


def entitlements(request: PersonRequest) -> HttpResponse:
    """Show everybody with his annual leave of this year, and change it."""
    year = timezone.localtime(request.at).year
    rows = queries.entitlement_rows(request.user, year=year, at=request.at)
    if rows is None:
        raise NotAllowed
    form = EntitlementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = get_person(request.user, uuid=form.cleaned_data["person"])
        try:
            actions.entitle(
                person=person, year=year, days=form.cleaned_data["days"], by=request.user, at=request.at
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept: %(name)s") % {"name": person.name})
            return redirect("approvals:entitlements")
    words = {"rows": rows, "year": year, "form": form}
    return render(request, "approvals/entitlements.html", words, status=422 if form.errors else 200)
