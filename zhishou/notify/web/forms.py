from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Code"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class WishesForm(forms.Form):
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.CharField(label=_("Time zone"), max_length=40)
    muted_kinds = forms.MultipleChoiceField(
        label=_("Keep in the inbox only"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"]).strip()
        if zone not in available_timezones():
            raise forms.ValidationError(_("This time zone is not known; write for example Asia/Shanghai."))
        return zone

    def offer(self, kinds: list[tuple[str, str]]) -> None:
        """Offer the kinds that may be muted."""
        field = self.fields["muted_kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        field.choices = kinds
        if not kinds:
            del self.fields["muted_kinds"]
