"""Filters kept under a name: saved from the console, opened by their link, forgotten."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotAllowed, NotThere, Refusal
from zhishou.desk import actions
from zhishou.desk.queries.places import get_filter
from zhishou.desk.rules.places import of_address
from zhishou.desk.rules.words import SEES_ALL
from zhishou.desk.web.looks import enter


class SaveForm(forms.Form):
    """Under which name, and for whom."""

    name = forms.CharField(label=gettext_lazy("Name of the filter"), max_length=40)
    asked = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    shared = forms.BooleanField(label=gettext_lazy("For the whole service team"), required=False)

    def __init__(self, data: object = None, *, may_share: bool, asked: str = "") -> None:
        super().__init__(data, prefix="filter")  # type: ignore[arg-type]
        self.fields["asked"].initial = asked
        if not may_share:
            del self.fields["shared"]


@require_POST
def keep(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Keep what the console shows; whatever comes of it, the console shows the same again."""
    look = enter(request, engagement_code, only=SEES_ALL)
    form = SaveForm(request.POST, may_share=look.is_staff)
    here = reverse("desk:console", kwargs={"engagement_code": engagement_code})
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(here)
    sent = form.cleaned_data
    try:
        actions.save_filter(
            engagement=look.engagement,
            name=sent["name"],
            asked=sent["asked"],
            is_shared=bool(sent.get("shared")),
            by=look.person,
            at=look.at,
        )
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The filter is kept."))
    return redirect(f"{here}?{of_address(sent['asked'])}")


@require_POST
def forget(request: PageRequest, engagement_code: str, uuid: UUID) -> HttpResponse:
    """Forget a filter."""
    look = enter(request, engagement_code, only=SEES_ALL)
    saved = get_filter(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    actions.delete_filter(saved=saved, by=look.person, at=look.at)
    messages.success(request, _("The filter is forgotten."))
    return redirect("desk:console", engagement_code=engagement_code)
