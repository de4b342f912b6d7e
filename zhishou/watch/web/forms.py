"""What may be sent to the pages of the watch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhishou.systems.models import Component, ManagedSystem, Probe
from zhishou.systems.queries import components_of, probes_of
from zhishou.watch.queries.words import STAGES
from zhishou.watch.rules.notes import Stage


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class QuietForm(forms.Form):
    """A silence, or a maintenance window: about what, from when until when, and why."""

    about = forms.ChoiceField(label=_("About"))
    starts_at = forms.DateTimeField(label=pgettext_lazy("a span", "From"), widget=moment_input())
    ends_at = forms.DateTimeField(label=pgettext_lazy("a span", "Until"), widget=moment_input())
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, system: ManagedSystem, probes: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        self._components = {f"c-{one.pk}": one for one in components_of(system)}
        self._probes = {f"p-{one.pk}": one for one in probes_of(system)} if probes else {}
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [
            ("", _("The whole system")),
            (_("Components"), [(key, one.name) for key, one in self._components.items()]),
            *([(_("Probes"), [(key, one.name) for key, one in self._probes.items()])] if probes else []),
        ]
        field.required = False

    @property
    def component(self) -> Component | None:
        """The component that was chosen."""
        return self._components.get(self.cleaned_data["about"])

    @property
    def probe(self) -> Probe | None:
        """The probe that was chosen."""
        return self._probes.get(self.cleaned_data["about"])


class NoteForm(forms.Form):
    """What users are told."""

    stage = forms.ChoiceField(label=_("How far it is"), choices=[(one.value, STAGES[one.value]) for one in Stage])
    words = forms.CharField(label=_("What users read"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
