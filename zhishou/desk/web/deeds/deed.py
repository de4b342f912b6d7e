"""One thing that may be done on a ticket's page: what it asks, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django import forms

from zhishou.desk.models import Ticket
from zhishou.desk.queries.choices import Choices
from zhishou.desk.queries.offers import OFFERS, Standpoint
from zhishou.desk.rules.words import MENDED
from zhishou.desk.web.forms import RevisionForm
from zhishou.desk.web.looks import Look
from zhishou.desk.web.stories import Told

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Group(StrEnum):
    """Under which heading of the menu a deed stands."""

    EVIDENCE = "evidence"
    HANDS = "hands"
    WORDS = "words"
    CLOCKS = "clocks"
    FAMILY = "family"
    ENDING = "ending"


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One ticket as somebody looks at it; `sent` is the form that was refused, `opens` what he asked for."""

    look: Look
    ticket: Ticket
    choices: Choices
    sent: dict[str, forms.Form] = field(default_factory=dict)
    opens: str = ""

    @property
    def standpoint(self) -> Standpoint:
        """Return how whoever looks stands to the ticket."""
        return Standpoint(viewer=self.look.person, roles=self.look.roles, ticket=self.ticket, choices=self.choices)


Sent = dict[str, Any]


def revision_form(name: str) -> Callable[[Sheet, Any], forms.Form]:
    """Return what makes the form of a deed that asks nothing."""
    return lambda page, data: RevisionForm(data, prefix=name, revision=page.ticket.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """How a deed is offered."""

    title: "StrPromise"
    text: "str | StrPromise"
    button: "StrPromise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that may be done; `key` is its letter on the keyboard.

    `fulfilled` is how it is offered where nothing was broken: an account that was wanted does not recover.
    """

    name: str
    group: Group
    title: "StrPromise"
    icon: str
    button: "StrPromise"
    done: "StrPromise"
    form: Callable[[Sheet, Any], forms.Form]
    do: Callable[[Sheet, Sent], object]
    text: "str | StrPromise" = ""
    key: str = ""
    is_internal: bool = False
    fulfilled: Saying | None = None

    def saying(self, page: Sheet) -> Saying:
        """Return how this is offered on a ticket of its kind."""
        if self.fulfilled is not None and page.ticket.kind not in MENDED:
            return self.fulfilled
        return Saying(title=self.title, text=self.text, button=self.button)

    def is_for(self, page: Sheet) -> bool:
        """Say whether the person's side may ever do this; the action asks for his role again."""
        return OFFERS[self.name].is_for(page.standpoint)

    def is_offered(self, page: Sheet) -> bool:
        """Say whether it may be done now."""
        return OFFERS[self.name].may(page.standpoint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One window of the page in which something is recorded or decided."""

    id: str
    name: str
    group: Group
    title: str
    text: str
    icon: str
    address: str
    form: forms.Form
    button: str
    opens: bool = False
    key: str = ""
    is_internal: bool = False
    missed: tuple[Told, ...] = ()  # what happened while the refused words were being written
    preview: tuple[str, ...] = ()

    @property
    def asks_nothing(self) -> bool:
        """Say whether pressing the button is all there is to do."""
        return not self.form.visible_fields() and not self.form.is_bound
