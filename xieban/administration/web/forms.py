"""Forms of this area."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.refusals.door import Invalid
from xieban.administration.models import LONGEST_REASON
from xieban.administration.queries import scope_choices
from xieban.administration.queries.works import Work
from xieban.directory.models import Person
from xieban.directory.queries import one_colleague


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(label=_("What it is for"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=scope_choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Expires"),
        coerce=int,
        choices=[
            (7, _("after a week")),
            (30, _("after 30 days")),
            (90, _("after 90 days")),
            (365, _("after a year")),
        ],
        initial=90,
    )


class ReassignForm(forms.Form):
    """Which work of an instance goes to whom, and why."""

    work = forms.ChoiceField(label=_("Work"))
    person = forms.CharField(
        label=_("Goes to"),
        max_length=60,
        help_text=_("Account name, or full name."),
        widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=pgettext_lazy("why something is done", "Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, works: Sequence[Work], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["work"].choices = [  # type: ignore[attr-defined]  # it is a choice
            (one.key, f"{one.place} · {one.people or _('nobody')}") for one in works
        ]

    def clean_person(self) -> Person:
        """Return the one colleague who is meant."""
        try:
            return one_colleague(self.cleaned_data["person"])
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
