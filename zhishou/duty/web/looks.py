"""Who is looking at the pages of duty, and how a refused form says so."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from django.utils import timezone

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.duty import queries
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import VENDOR_ROLES, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at one contract's watch."""

    person: Person
    engagement: Engagement
    roles: frozenset[Role]
    at: datetime

    @property
    def is_manager(self) -> bool:
        """Say whether the rosters may be changed."""
        return Role.MANAGER in self.roles

    @property
    def is_staff(self) -> bool:
        """Say whether this is somebody who can be on watch."""
        return bool(self.roles & VENDOR_ROLES)


def enter(request: PageRequest, code: str, *, manager: bool = False, staff: bool = False) -> Look:
    """Return who looks; a stranger finds nothing, the wrong role is told so."""
    person = cast("Person", request.user)
    engagement, roles = queries.require_viewer(person, code=code, at=request.at)
    look = Look(person=person, engagement=engagement, roles=roles, at=request.at)
    if (manager and not look.is_manager) or (staff and not look.is_staff):
        raise NotAllowed
    return look


def moment_of(text: str) -> datetime:
    """Read a moment from an address; nonsense is not there."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        return (moment if timezone.is_aware(moment) else timezone.make_aware(moment)).astimezone(UTC)
    raise NotThere
