"""What may be sent about visits."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.pages.door import LONGEST_STROKES, MomentField, StrokesField
from zhishou.contracts.rules import Level, ServiceCode, say
from zhishou.desk.actions import Told
from zhishou.desk.actions.files import Taken
from zhishou.desk.models import Ticket
from zhishou.desk.queries.visits import engineers, key_users
from zhishou.desk.rules.visits import BY_ENGINEER, REASON_NAMES, ActKind, VisitReason
from zhishou.desk.web.forms import words_field
from zhishou.desk.web.looks import Look
from zhishou.people.models import Person


class ActForm(forms.Form):
    """One act of an engineer, with the id and the moment of his device."""

    act = forms.UUIDField()
    kind = forms.ChoiceField(choices=[(one.value, one.value) for one in sorted(BY_ENGINEER)])
    device_at = MomentField(max_length=40, required=False)
    sent_at = MomentField(max_length=40, required=False)
    words = forms.CharField(max_length=8000, required=False)
    parts = forms.CharField(max_length=2000, required=False)
    place = forms.CharField(max_length=200, required=False)
    latitude = forms.DecimalField(min_value=-90, max_value=90, required=False)
    longitude = forms.DecimalField(min_value=-180, max_value=180, required=False)
    accuracy_m = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    code = forms.RegexField(r"^\s*\d{3}\s*\d{3}\s*$", required=False)
    signer_name = forms.CharField(max_length=60, required=False)
    signer_role = forms.CharField(max_length=60, required=False)
    strokes = StrokesField(max_length=LONGEST_STROKES, required=False)

    def told(self, files: list[Taken]) -> Told:
        """Return the act as the device tells it, with the files that came along."""
        sent = self.cleaned_data
        texts = {name: sent[name] for name in ("words", "parts", "place", "signer_name", "signer_role")}
        return Told(
            uuid=sent["act"],
            kind=ActKind(sent["kind"]),
            device_at=sent["device_at"],
            sent_at=sent["sent_at"],
            latitude=_exact(sent["latitude"]),
            longitude=_exact(sent["longitude"]),
            accuracy_m=sent["accuracy_m"],
            code="".join(sent["code"].split()),
            strokes=sent["strokes"],
            files=tuple(files),
            **texts,
        )


def _exact(number: Any) -> Any:
    """Return a coordinate to a decimetre, which is more than any phone knows."""
    return None if number is None else round(number, 6)


class OrderForm(forms.Form):
    """Who goes, why, where and when."""

    engineer = forms.ChoiceField(label=_("Who goes"))
    reason = forms.ChoiceField(label=_("Why"))
    key_user = forms.ChoiceField(
        label=_("Key user"), required=False, help_text=_("Only for a key-user visit: whom it is for.")
    )
    destination = forms.CharField(label=_("Where, and whom to ask for"), max_length=200)
    planned_for = forms.DateTimeField(
        label=_("When"),
        required=False,
        help_text=_("Empty: at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    task = words_field(_("What to do, what to bring"), rows=2, most=500, required=False)

    def __init__(self, data: Any = None, *, look: Look, ticket: Ticket) -> None:
        super().__init__(data, prefix="order_visit")
        self.at = look.at
        self.engineers = list(engineers(ticket.engagement, at=look.at))
        self.key_users = list(key_users(ticket.engagement, at=look.at))
        names = {one: say(REASON_NAMES[one], look.language) for one in VisitReason}
        for field, choices in {
            "engineer": _named(self.engineers),
            "reason": [(one.value, name[:1].upper() + name[1:]) for one, name in names.items()],
            "key_user": [("", "—"), *_named(self.key_users)],
        }.items():
            self.fields[field].choices = choices  # type: ignore[attr-defined]
        self.fields["engineer"].initial = str(look.person.uuid)
        self.fields["reason"].initial = _likely(ticket).value
        place = ticket.caller.organisation.name if ticket.caller and ticket.caller.organisation else ""
        self.fields["destination"].initial = " ".join(one for one in (place, ticket.caller_name) if one)

    def clean_planned_for(self) -> datetime | None:
        """Return when; this minute is now."""
        moment: datetime | None = self.cleaned_data["planned_for"]
        if moment is not None and moment < self.at - timedelta(days=1):
            raise forms.ValidationError(_("This day is over. Choose a later one."), code="past")
        return moment

    def who(self, field: str) -> Person | None:
        """Return the person who was chosen in a field."""
        persons = {str(one.uuid): one for one in getattr(self, f"{field}s")}
        return persons.get(self.cleaned_data[field])


class CancelForm(forms.Form):
    """Why nobody goes after all."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


def _named(persons: list[Person]) -> list[tuple[str, str]]:
    return [(str(one.uuid), one.name) for one in persons]


def _likely(ticket: Ticket) -> VisitReason:
    """Return the reason that is most likely meant."""
    if ticket.service_code == ServiceCode.KEY_USERS:
        return VisitReason.KEY_USER
    return VisitReason.EMERGENCY if ticket.level == Level.FATAL else VisitReason.UNSOLVED
