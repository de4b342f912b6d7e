"""Forms of what comes in from outside."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieban.documents.actions import Arrival
from xieban.documents.models import Document, Incoming
from xieban.documents.queries import labels
from xieban.documents.queries.labels import choices
from xieban.documents.rules.elements import LONGEST_TITLE, MOST_COPIES
from xieban.documents.rules.words import DocumentType, Urgency
from xieban.documents.web.forms import SecrecyField
from xieban.flows.queries import people_named
from xieban.flows.queries.entries import wrong_words

LONGEST_SENDER, LONGEST_NUMBER = 120, 60
MINUTES = "%Y-%m-%dT%H:%M"


class RecordForm(forms.Form):
    """The record of what came in."""

    sender = forms.CharField(label=_("Sender"), max_length=LONGEST_SENDER)
    sender_number = forms.CharField(
        label=_("Number of the sender"),
        max_length=LONGEST_NUMBER,
        required=False,
        help_text=_("As it is printed: 国卫办发〔2026〕5号."),
    )
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    type = forms.ChoiceField(
        label=_("Document type"),
        required=False,
        choices=[("", _("not known yet")), *choices(labels.TYPES)],
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=choices(labels.URGENCIES), initial=Urgency.ORDINARY.value
    )
    secrecy = SecrecyField()
    copies = forms.IntegerField(label=_("Copies received"), min_value=1, max_value=MOST_COPIES, initial=1)
    received_at = forms.DateTimeField(
        label=pgettext_lazy("of an incoming document", "Received"),
        input_formats=[MINUTES, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES),
        help_text=_("To the minute, as it was signed for."),
    )
    due_on = forms.DateField(
        label=_("To be done by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=pgettext_lazy("of an incoming document", "Remark"), max_length=60, required=False)

    def arrival(self) -> Arrival:
        """Return what was filled in."""
        given = self.cleaned_data
        return Arrival(
            sender=given["sender"],
            sender_number=given["sender_number"],
            title=given["title"],
            type=DocumentType(given["type"]) if given["type"] else None,
            urgency=Urgency(given["urgency"]),
            copies=given["copies"],
            received_at=given["received_at"],
            due_on=given["due_on"],
            note=given["note"],
            secrecy=given["secrecy"],
        )


class ArrivalForm(RecordForm):
    """What comes in, as it is signed for."""

    is_intact = forms.BooleanField(
        label=_("Counted and whole"),
        required=False,
        initial=True,
        help_text=_("If not, the sender is asked first."),
    )
    trouble = forms.CharField(
        label=_("What is wrong with it"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, at: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["received_at"].initial = timezone.localtime(at).replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        """Ask what is wrong where something is."""
        given = super().clean() or {}
        if not given.get("is_intact") and not given.get("trouble", "").strip():
            self.add_error("trouble", _("Say what is wrong."))
        return given


class CorrectRecordForm(RecordForm):
    """The record once more, with the edition that was seen."""

    edition = forms.IntegerField(widget=forms.HiddenInput)


def initial_of(document: Document, record: Incoming) -> dict[str, Any]:
    """Return the record as the form shows it."""
    of_document = ("title", "type", "urgency", "copies", "note", "edition")
    of_record = ("sender", "sender_number", "due_on")
    return {
        **{name: getattr(document, name) for name in of_document},
        **{name: getattr(record, name) for name in of_record},
        "received_at": timezone.localtime(record.received_at),
    }


class AnswerForm(forms.Form):
    """Which type of document the reply is; none: a memo about it."""

    type = forms.ChoiceField(
        label=_("What is begun"),
        choices=[*choices(labels.TYPES), ("memo", _("a memo about it, no reply"))],
        initial=DocumentType.LETTER.value,
    )


class ReadersForm(forms.Form):
    """Who is to read it."""

    people = forms.CharField(
        label=_("Who is to read it"),
        max_length=4000,
        help_text=_("Names or accounts, one after another."),
        widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off", "data-people": ""}),
    )

    def clean_people(self) -> tuple[int, ...]:
        """Return the people."""
        read = people_named(self.cleaned_data["people"])
        if read.wrong:
            raise forms.ValidationError(wrong_words(read.wrong))
        return tuple(one for one in read.value if isinstance(one, int)) if isinstance(read.value, tuple) else ()
