"""What a channel must be able to do, and what it is handed."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django import forms

from zhishou.notify.rules import Letter, Receipt

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["ChannelForm", "Details", "Letter", "Receipt", "Transport"]

Details = Mapping[str, str]
"""What the channel's form asked for; secret."""


class ChannelForm(forms.Form):
    """Asks for the details of a channel; every cleaned value is text."""

    def details(self) -> dict[str, str]:
        """Return what is to be sealed."""
        return {name: str(value or "") for name, value in self.cleaned_data.items()}


class Transport(Protocol):
    """One kind of channel."""

    @property
    def kind(self) -> str:
        """The folder's name."""
        ...

    @property
    def name(self) -> "StrOrPromise":
        """What users call it."""
        ...

    @property
    def icon(self) -> str:
        """The name of its icon."""
        ...

    @property
    def form(self) -> type[ChannelForm]:
        """What asks for its details."""
        ...

    def is_available(self) -> bool:
        """Say whether this deployment is set up for it."""
        ...

    def mask(self, details: Details) -> str:
        """Return what of the details may be shown."""
        ...

    def send(self, letter: Letter, *, details: Details, at: datetime) -> Receipt:
        """Hand the letter over, once, within the time limit; never raise for what the other side does."""
        ...
