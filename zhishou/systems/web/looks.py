"""Who is looking at the pages of systems, and how a refused form says so."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils.translation import get_language

from jishi.pages.door import PageRequest
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import get_engagement, require_role
from zhishou.people.rules import Role
from zhishou.systems import queries
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import MINDS, SEES


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at the systems of one contract."""

    person: Person
    engagement: Engagement
    roles: frozenset[Role]
    at: datetime
    language: str

    @property
    def minds(self) -> bool:
        """Say whether addresses, secrets and profiles may be changed."""
        return bool(self.roles & MINDS)

    def system(self, code: str) -> ManagedSystem:
        """Return one system of the contract; anything else is not there."""
        return queries.get_system(self.person, engagement=self.engagement, code=code, at=self.at)


def enter(request: PageRequest, code: str, *, only: frozenset[Role] = SEES) -> Look:
    """Return who looks; a stranger finds nothing, the wrong role is told so."""
    person = cast("Person", request.user)
    engagement = get_engagement(person, code=code, at=request.at)
    roles = require_role(person, engagement, only, at=request.at)
    return Look(
        person=person, engagement=engagement, roles=roles, at=request.at, language=get_language() or "zh-hans"
    )
