"""Who is looking at the pages of the watch."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import VENDOR_ROLES, Role
from zhishou.systems import queries as systems
from zhishou.systems.models import Component, ManagedSystem, Probe
from zhishou.watch.actions.quiet import OPENS, PLANS


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at what is watched under one contract."""

    person: Person
    engagement: Engagement
    roles: frozenset[Role]
    at: datetime

    @property
    def is_staff(self) -> bool:
        """Whether silences may be made and users told."""
        return bool(self.roles & VENDOR_ROLES)

    @property
    def plans(self) -> bool:
        """Whether windows may be agreed."""
        return bool(self.roles & PLANS)

    @property
    def loads(self) -> bool:
        """Whether a profile may be loaded, with which the watch begins."""
        return bool(self.roles & systems.MINDS)

    @property
    def opens(self) -> bool:
        """Whether the status page may be opened to everybody."""
        return bool(self.roles & OPENS)


def enter(request: PageRequest, code: str) -> Look:
    """Return who looks; a stranger finds nothing, the wrong role is told so."""
    person = cast("Person", request.user)
    engagement = people.get_engagement(person, code=code, at=request.at)
    roles = people.require_role(person, engagement, systems.SEES, at=request.at)
    return Look(person=person, engagement=engagement, roles=roles, at=request.at)


def system_here(look: Look, code: str) -> ManagedSystem:
    """Return the system that the address names."""
    return systems.get_system(look.person, engagement=look.engagement, code=code, at=look.at)


def component_here(system: ManagedSystem, code: str) -> Component:
    """Return the component that the address names."""
    found = systems.components_of(system).filter(code=code).first()
    if found is None:
        raise NotThere
    return found


def probe_here(system: ManagedSystem, code: str) -> Probe:
    """Return the probe that the address names."""
    found = systems.probes_of(system).filter(code=code).first()
    if found is None:
        raise NotThere
    return found
