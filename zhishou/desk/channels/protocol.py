"""What a channel declares about itself, and what goes in and out by one that works by itself."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django import forms

from jishi.refusals.door import Invalid, NotAllowed
from zhishou.desk.rules.channels import Incoming, IncomingFile, Limits, Nature, Outgoing
from zhishou.notify.rules import Receipt

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = [
    "Call",
    "Channel",
    "Details",
    "Found",
    "Heard",
    "Hook",
    "Incoming",
    "IncomingFile",
    "InletForm",
    "Limits",
    "Nature",
    "NotGenuine",
    "Outgoing",
    "Poll",
    "Receipt",
    "Reply",
    "Unreadable",
]

Details = Mapping[str, str]
"""What the channel's form asked for; secret."""


class NotGenuine(NotAllowed):
    """The signature does not fit: the secret differs, the clock is wrong, or somebody else sent this."""


class Unreadable(Invalid):
    """What was sent is not in the form that this inlet reads."""


class InletForm(forms.Form):
    """Asks for what one inlet needs; every cleaned value is text, `secrets` are never shown again."""

    secrets: frozenset[str] = frozenset()

    def details(self) -> dict[str, str]:
        """Return what is to be sealed."""
        return {name: str(value or "") for name, value in self.cleaned_data.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to an inlet's address, as it came."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """By names in small letters."""
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a request said, and what is answered to it once that is kept."""

    messages: tuple[Incoming, ...] = ()
    answer: str = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One message that a look into a mailbox found, and what must be remembered once it is kept."""

    message: Incoming
    memory: str


class Hook(Protocol):
    """Reads a request to an inlet's address; raises `NotGenuine` or `Unreadable`, and keeps nothing itself."""

    def __call__(self, call: Call, *, details: Details, at: datetime) -> Heard: ...


class Poll(Protocol):
    """Looks for what is new since `memory`; each message is kept before the next is asked for."""

    def __call__(self, *, details: Details, memory: str, at: datetime) -> Generator[Found, None, None]: ...


class Reply(Protocol):
    """Hands one message of ours over, once; never raises for what the other side does."""

    def __call__(self, outgoing: Outgoing, *, details: Details, at: datetime) -> Receipt: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One kind of way by which something reaches us."""

    kind: str
    """The folder's name; stands on every intake, so that it never changes."""
    name: "StrOrPromise"
    """What users call it."""
    limits: Limits
    is_spoken: bool = False
    """Whether whoever reaches us is spoken to at that moment: then the call itself is the answer by phone."""
    is_the_clients: bool = False
    """Whether one of the client's people may say for himself that he reached us this way."""
    form: type[InletForm] | None = None
    """What one inlet of this kind asks for; None where nothing comes in by itself."""
    shown: Callable[[Details], str] | None = None
    """Which of the details name the inlet on pages, e.g. the address of the mailbox."""
    hook: Hook | None = None
    poll: Poll | None = None
    reply: Reply | None = None
