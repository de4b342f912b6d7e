"""Forms of the directory's pages."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    """How one is reached, and in which language."""

    mobile = forms.CharField(label=_("Mobile"), max_length=20, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    room = forms.CharField(label=_("Room"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
