"""Who is looking at the pages of the desk, and how a refused form says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.utils.translation import get_language

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotAllowed, NotThere, Refusal
from zhishou.desk.rules.words import SEES_ALL, WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import get_engagement, require_role, roles_in
from zhishou.people.rules import CLIENT_ROLES, Role

if TYPE_CHECKING:
    from django import forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at one contract's desk."""

    person: Person
    engagement: Engagement
    roles: frozenset[Role]
    at: datetime
    language: str

    @property
    def is_staff(self) -> bool:
        """Say whether this is one of the vendor's people."""
        return bool(self.roles & WORKS)

    @property
    def is_client(self) -> bool:
        """Say whether this is one of the client's people."""
        return bool(self.roles & CLIENT_ROLES)

    @property
    def sees_all(self) -> bool:
        """Say whether every ticket of the contract may be seen."""
        return bool(self.roles & SEES_ALL)


def enter(request: PageRequest, code: str, *, only: frozenset[Role] | None = None) -> Look:
    """Return who looks; a stranger finds nothing, the wrong role is told so."""
    person = cast("Person", request.user)
    engagement = get_engagement(person, code=code, at=request.at)
    roles = roles_in(person, engagement, at=request.at)
    if only is not None:
        require_role(person, engagement, only, at=request.at)
    return Look(
        person=person, engagement=engagement, roles=roles, at=request.at, language=get_language() or "zh-hans"
    )


def attempt(request: PageRequest, form: "forms.Form", act: Callable[[], object], *, done: str) -> bool:
    """Do what a form asks; what is refused is said on the form, and the words stay in it."""
    if not form.is_valid():
        return False
    try:
        act()
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, done)
    return True
