"""Who is looking at the pages of the desk, and how a refused form says so."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils.translation import get_language

from jishi.pages.door import PageRequest
from zhishou.desk.rules.words import SEES_ALL, WORKS
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import get_engagement, require_role, roles_in
from zhishou.people.rules import CLIENT_ROLES, Role


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
