"""What may be sent to the pages of duty."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhishou.duty import rules
from zhishou.people.models import ROLE_NAMES, Person
from zhishou.people.rules import Role, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TIERS = [(tier.value, ROLE_NAMES[Role(tier.value)]) for tier in Tier]
WEEKDAYS = [
    (0, _("Mon")),
    (1, _("Tue")),
    (2, _("Wed")),
    (3, _("Thu")),
    (4, _("Fri")),
    (5, _("Sat")),
    (6, _("Sun")),
]
UNITS = [
    (rules.Unit.DAYS.value, _("days")),
    (rules.Unit.WEEKS.value, _("weeks")),
    (rules.Unit.HOURS.value, _("hours")),
]
MOST_MINUTES = 24 * 60


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class SpanForm(forms.Form):
    """From a moment until another."""

    starts_at = forms.DateTimeField(label=pgettext_lazy("a span", "From"), widget=moment_input())
    ends_at = forms.DateTimeField(label=pgettext_lazy("a span", "Until"), widget=moment_input())


class LeaveForm(SpanForm):
    """Leave for oneself; the manager for anybody."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, persons: "Iterable[Person]" = (), **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = [(str(person.uuid), person.name) for person in persons]
        if chosen:
            self.fields["person"] = forms.ChoiceField(label=_("Who"), choices=chosen)
            self.order_fields(["person", "starts_at", "ends_at", "reason"])


class NoteForm(forms.Form):
    """Word for the next watch."""

    tier = forms.ChoiceField(label=_("Tier"))
    text = forms.CharField(label=_("Hand-over note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, tiers: "Sequence[Tier]", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["tier"].choices = [(t.value, ROLE_NAMES[Role(t.value)]) for t in tiers]  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """What to do about one shift: exchange it for another, or let somebody take it."""

    choice = forms.ChoiceField(label=_("Change"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, choices: "Sequence[tuple[str, Any]]", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]


class FeedForm(forms.Form):
    """Which shifts a calendar address shows."""

    tier = forms.ChoiceField(label=_("Shows"), required=False, choices=[("", _("My own shifts")), *TIERS])


class RosterForm(forms.Form):
    """When a new version of a roster begins to hold, and why."""

    effective_from = forms.DateTimeField(
        label=_("Holds from"),
        required=False,
        widget=moment_input(),
        help_text=_("Empty: from now. What was before stays as it was."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class LayerForm(forms.Form):
    """One rotation: who, in which order, for how long; with windows, only then."""

    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    length = forms.IntegerField(label=_("A turn lasts"), min_value=1, max_value=366, required=False, initial=1)
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False, initial=rules.Unit.WEEKS.value)
    starts_on = forms.DateField(
        label=_("First hand-over"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hand_over = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Only on"), choices=WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    window_from = forms.TimeField(
        label=_("Only from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    window_until = forms.TimeField(
        label=_("until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, persons: "Sequence[Person]", **more: Any) -> None:
        super().__init__(*args, **more)
        self.persons = list(persons)
        for person in self.persons:
            self.fields[f"place_{person.pk}"] = forms.IntegerField(
                label=person.name, min_value=1, max_value=99, required=False
            )

    def places(self) -> list[forms.BoundField]:
        """Return the fields that give each person a place in the order."""
        return [self[f"place_{person.pk}"] for person in self.persons]

    def clean(self) -> dict[str, Any]:
        """Ask for what a rotation with people in it needs."""
        cleaned = super().clean() or {}
        if self.order():
            for name in ("length", "unit", "starts_on", "hand_over"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, forms.ValidationError(_("This is needed."), code="required"))
            if (cleaned.get("window_from") is None) != (cleaned.get("window_until") is None):
                self.add_error("window_until", forms.ValidationError(_("Give both times, or none.")))
        return cleaned

    def order(self) -> tuple[int, ...]:
        """Return who is in turn, in order."""
        places = [(self.cleaned_data.get(f"place_{person.pk}"), person.pk) for person in self.persons]
        return tuple(pk for _place, pk in sorted((place, pk) for place, pk in places if place))

    def layer(self) -> rules.Layer:
        """Return the rotation."""
        sent = self.cleaned_data
        windows: tuple[rules.Window, ...] = ()
        if sent["weekdays"] or sent["window_from"] is not None:
            midnight = datetime.min.time()
            windows = tuple(
                rules.Window(
                    weekday=weekday,
                    starts=sent["window_from"] or midnight,
                    ends=sent["window_until"] or midnight,
                )
                for weekday in sent["weekdays"] or range(7)
            )
        return rules.Layer(
            name=sent["name"],
            order=self.order(),
            unit=rules.Unit(sent["unit"]),
            length=sent["length"],
            starts_on=sent["starts_on"],
            hand_over=sent["hand_over"],
            windows=windows,
        )


def initial_of(layer: rules.Layer) -> dict[str, Any]:
    """Return a rotation as the form shows it."""
    window = layer.windows[0] if layer.windows else None
    return {
        "name": layer.name,
        "length": layer.length,
        "unit": layer.unit.value,
        "starts_on": layer.starts_on,
        "hand_over": layer.hand_over,
        "weekdays": sorted({window.weekday for window in layer.windows}),
        "window_from": window and window.starts,
        "window_until": window and window.ends,
        **{f"place_{pk}": place for place, pk in enumerate(layer.order, start=1)},
    }


class StepForm(forms.Form):
    """One step of a ladder."""

    tiers = forms.MultipleChoiceField(
        label=_("Call"), choices=TIERS, required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.IntegerField(
        label=_("then wait (minutes)"), min_value=1, max_value=MOST_MINUTES, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the wait of a step that calls somebody."""
        cleaned = super().clean() or {}
        if cleaned.get("tiers") and not cleaned.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", forms.ValidationError(_("This is needed."), code="required"))
        return cleaned

    def step(self) -> rules.Step | None:
        """Return the step; an empty row is none."""
        chosen = self.cleaned_data.get("tiers")
        if not chosen:
            return None
        tiers = tuple(tier for tier in Tier if tier.value in chosen)
        return rules.Step(tiers=tiers, wait=timedelta(minutes=self.cleaned_data["minutes"]))


class PolicyForm(forms.Form):
    """How often a ladder is climbed, and why it changes."""

    rounds = forms.IntegerField(label=_("Rounds"), min_value=1, max_value=20)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
