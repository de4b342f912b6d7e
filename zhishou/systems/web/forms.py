"""What may be sent to the pages of systems."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from zhishou.systems.models import Connector
from zhishou.systems.rules.words import ConnectorKind

LARGEST_PROFILE = 1_000_000
LONG_SECRETS = frozenset({"key"})


class ConnectorForm(forms.Form):
    """Asks where it is reached and for its secrets, each of which is written and never shown."""

    address = forms.CharField(
        label=_("Address in this deployment"),
        max_length=500,
        required=False,
        help_text=_("Empty: as the profile says."),
    )

    def __init__(self, *args: Any, connector: Connector, **more: Any) -> None:
        super().__init__(*args, **more)
        if connector.kind == ConnectorKind.AGENT:
            self.fields["address"].label = _("Name of the agent")
        self.names: tuple[str, ...] = tuple(connector.secret_names)
        for name in self.names:
            there = name in connector.secrets_set
            field = forms.CharField(
                label=_("Secret: %(name)s") % {"name": name},
                required=False,
                strip=name not in LONG_SECRETS,
                max_length=8000,
                widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})
                if name in LONG_SECRETS
                else forms.PasswordInput(attrs={"autocomplete": "new-password"}),
                help_text=_("It is set. Empty: it stays.") if there else _("It is not set yet."),
            )
            self.fields[f"secret_{name}"] = field

    def secrets(self) -> Iterable[tuple[str, str]]:
        """Yield what was entered; what was left empty stays as it is."""
        for name in self.names:
            value = str(self.cleaned_data.get(f"secret_{name}") or "")
            if value:
                yield name, value


class AgentForm(forms.Form):
    """Asks for the name of a host's agent."""

    name = forms.SlugField(
        label=_("Name of the agent"), max_length=40, help_text=_("As the connector's address says, such as app.")
    )


class ProfileForm(forms.Form):
    """Asks for a profile."""

    file = forms.FileField(label=_("Profile (TOML)"), max_length=200)

    def text(self) -> str:
        """Return what the file holds."""
        return cast("str", self.cleaned_data["file"])

    def clean_file(self) -> str:
        """Read the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_PROFILE:
            raise forms.ValidationError(_("A profile has at most 1 MB."))
        try:
            return cast("bytes", file.read()).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This is not UTF-8 text.")) from error
