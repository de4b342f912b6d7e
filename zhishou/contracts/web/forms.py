"""Forms of the contract's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReserveForm(forms.Form):
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=100_000, initial=1)
    purpose = forms.CharField(label=_("What for"), max_length=200)


class ApproveForm(forms.Form):
    quantity = forms.IntegerField(label=_("How many more"), min_value=1, max_value=100_000, initial=1)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class EvidenceForm(forms.Form):
    evidence = forms.CharField(label=_("Receipt or voucher number"), max_length=200)


class OverrideForm(forms.Form):
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    windows = forms.CharField(
        label=_("Hours"),
        max_length=200,
        required=False,
        help_text=_("E.g. 08:30-11:30, 14:30-17:00. Empty: closed all day."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class WithdrawForm(forms.Form):
    on = forms.DateField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReckonForm(forms.Form):
    start = forms.DateTimeField(
        label=_("Counts from"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    duration = forms.CharField(
        label=_("Time allowed"),
        max_length=60,
        help_text=_("E.g. 10 min, half a day, 4 working hours, 3 working days."),
    )
