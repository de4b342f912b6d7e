"""Forms of this area."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xieban.administration.queries import scope_choices


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
