"""Series of numbers, seals, rules of countersigning: kept by administrators."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jishi.refusals.door import Refusal
from xieban.directory.queries import PersonRequest, get_unit
from xieban.documents import actions
from xieban.documents.queries import keeping
from xieban.documents.rules.words import DocumentType, Kind, Matter
from xieban.documents.web.forms import MandatoryForm, SealForm, SeriesForm


def kept(request: PersonRequest) -> HttpResponse:
    """Show series, seals and rules; take a new one of each."""
    keeping.require_keeper(request.user)
    what = request.POST.get("what", "")
    sent = {name: request.POST if what == name else None for name in ("series", "seal", "mandatory")}
    series = SeriesForm(sent["series"], viewer=request.user)
    seal = SealForm(sent["seal"], request.FILES if what == "seal" else None, viewer=request.user)
    mandatory = MandatoryForm(sent["mandatory"], viewer=request.user)
    chosen: forms.Form | None = {"series": series, "seal": seal, "mandatory": mandatory}.get(what)
    if chosen is not None and chosen.is_valid():
        try:
            _take(request, what, chosen)
        except Refusal as refusal:
            chosen.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("documents:kept")
    words = {
        "series_form": series,
        "seal_form": seal,
        "mandatory_form": mandatory,
        "series": keeping.all_series(request.user),
        "seals": keeping.all_seals(request.user),
        "mandatory": keeping.all_mandatory(request.user),
        "refused": keeping.refused_lately(request.user),
        "sealed": keeping.sealed_lately(request.user),
    }
    wrong = chosen is not None and bool(chosen.errors)
    return render(request, "documents/kept.html", words, status=422 if wrong else 200)


def _take(request: PersonRequest, what: str, form: forms.Form) -> None:
    given, by, at = form.cleaned_data, request.user, request.at
    unit = get_unit(by, code=given["unit"])
    if what == "series":
        types = [DocumentType(one) for one in given["types"]]
        actions.open_series(unit=unit, kind=Kind(given["kind"]), code=given["code"], types=types, by=by, at=at)
    elif what == "seal":
        actions.enter_seal(
            unit=unit, name=given["name"], picture=given["picture"] or None, width=given["width"], by=by, at=at
        )
    else:
        department = get_unit(by, code=given["department"])
        actions.make_mandatory(unit=unit, matter=Matter(given["matter"]), department=department, by=by, at=at)


@require_POST
def close_series(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Let no new number come of a series."""
    actions.close_series(series=keeping.get_series(request.user, uuid=uuid), by=request.user, at=request.at)
    messages.success(request, _("Closed: no new number comes of this series."))
    return redirect("documents:kept")


@require_POST
def close_seal(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Let a seal be used no more."""
    actions.close_seal(seal=keeping.get_seal(request.user, uuid=uuid), by=request.user, at=request.at)
    messages.success(request, _("Closed: this seal is used no more."))
    return redirect("documents:kept")


@require_POST
def end_mandatory(request: PersonRequest, key: int) -> HttpResponse:
    """End a rule of countersigning."""
    one = keeping.get_mandatory(request.user, key=key)
    actions.end_mandatory(mandatory=one, by=request.user, at=request.at)
    messages.success(request, _("The rule has ended."))
    return redirect("documents:kept")
