"""Forms of the pages about meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.flows.queries import people_named
from xieban.flows.queries.entries import wrong_words
from xieban.meetings.queries import rooms

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 900}, format="%Y-%m-%dT%H:%M")


class MeetingForm(forms.Form):
    """A meeting that is applied for."""

    title = forms.CharField(label=_("What the meeting is about"), max_length=200)
    room = forms.ChoiceField(label=pgettext_lazy("for meetings", "Room"))
    begins_at = forms.DateTimeField(label=_("Begins"), widget=MOMENT)
    ends_at = forms.DateTimeField(label=_("Ends"), widget=MOMENT)
    people = forms.CharField(
        label=_("Who is invited"),
        help_text=_("Names or accounts, one after another."),
        max_length=5000,
        widget=forms.TextInput(attrs={"list": "colleagues", "data-people": True, "autocomplete": "off"}),
    )
    agenda = forms.CharField(
        label=_("Agenda"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, viewer: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rooms = {str(one.uuid): one for one in rooms(viewer)}
        self.fields["room"].choices = [(key, f"{one} · {one.seats}") for key, one in self.rooms.items()]  # type: ignore[attr-defined]

    def clean_room(self) -> object:
        """Return the room."""
        return self.rooms[self.cleaned_data["room"]]

    def clean_people(self) -> list[Person]:
        """Return the people invited."""
        found = people_named(self.cleaned_data["people"])
        if found.wrong or not isinstance(found.value, tuple):
            raise forms.ValidationError(wrong_words(found.wrong))
        return list(persons_by_id(int(one) for one in found.value).values())


class AwayForm(forms.Form):
    """Why somebody stays away."""

    reason = forms.CharField(
        label=_("Why you cannot come"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


class CallOffForm(forms.Form):
    """Why a meeting is called off."""

    words = forms.CharField(
        label=_("Why it is called off"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


class RoomForm(forms.Form):
    """A room in which meetings are held."""

    name = forms.CharField(label=_("Name of the room"), max_length=60)
    place = forms.CharField(label=_("Where it is"), max_length=60, required=False)
    seats = forms.IntegerField(label=_("Places to sit"), min_value=1, max_value=5000, initial=10)
