"""The form of the layout check."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xieban.layout.queries import say
from xieban.layout.rules import Form

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 20_000_000


def forms_to_choose() -> list[tuple[str, str]]:
    """Return the forms, before them the one that is read off the head."""
    return [("", _("as its head says")), *((form.value, say(form)) for form in Form)]


class CheckForm(forms.Form):
    """A PDF, and how to look at it."""

    file = forms.FileField(
        label=gettext_lazy("PDF of the document"), widget=forms.FileInput(attrs={"accept": "application/pdf"})
    )
    form = forms.TypedChoiceField(
        label=gettext_lazy("Form"), choices=forms_to_choose, required=False, coerce=Form, empty_value=None
    )
    strict = forms.BooleanField(
        label=gettext_lazy("Only the fonts that the standard names will do"), required=False
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is larger than any document of an office is."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than %(most)s.") % {"most": filesizeformat(LARGEST)})
        return file
