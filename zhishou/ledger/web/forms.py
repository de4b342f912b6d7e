from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhishou.ledger.queries import KINDS, WHAT, Filters
from zhishou.people.models import Person


class FilterForm(forms.Form):
    """What somebody looks for in the ledger; whatever cannot be meant is left out."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    what = forms.ChoiceField(label=_("What happened"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("Kind of object"), required=False)
    key = forms.CharField(label=_("Object's number"), required=False, max_length=200)
    since = forms.DateField(
        label=_("Happened from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(label=_("Happened to"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, persons: list[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        everything = [("", _("All"))]
        self.fields["what"].choices = everything + sorted(WHAT.items(), key=lambda pair: pair[0])  # type: ignore[attr-defined]
        self.fields["kind"].choices = everything + sorted(KINDS.items(), key=lambda pair: pair[0])  # type: ignore[attr-defined]
        self.fields["who"].choices = everything + [(str(p.uuid), p.name) for p in persons]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """Return what is asked for; the last day is included."""
        self.is_valid()
        asked = self.cleaned_data
        since, until = asked.get("since"), asked.get("until")
        return Filters(
            words=asked.get("words", ""),
            what=asked.get("what", ""),
            who=UUID(asked["who"]) if asked.get("who") else None,
            kind=asked.get("kind", ""),
            key=asked.get("key", "").replace("\x00", ""),
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
        )


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class HeadForm(forms.Form):
    """A head that somebody was shown."""

    head = forms.RegexField(
        label=_("A head that you were shown"),
        regex=r"^\s*[0-9a-fA-F]{64}\s*$",
        required=False,
        help_text=_("64 hexadecimal digits, e.g. from the day's notice or a report. Empty: only recompute."),
        error_messages={"invalid": _("A head is 64 hexadecimal digits.")},
    )
