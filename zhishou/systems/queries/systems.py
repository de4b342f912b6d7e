"""Systems and their parts, for whoever is looking."""

import uuid
from datetime import datetime

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import grants_in_force
from zhishou.people.rules import VENDOR_ROLES, Role
from zhishou.systems.models import Agent, Component, Connector, ManagedSystem, Module, Probe, ProfileVersion
from zhishou.systems.rules.profile import Profile

SEES = VENDOR_ROLES | {Role.CLIENT_ADMIN, Role.AUDITOR}
"""Who sees how a system is looked after."""
MINDS = frozenset({Role.MANAGER, Role.EXPERT})
"""Who says how it is reached, and by which secrets."""


def visible_systems(viewer: Person, *, at: datetime) -> QuerySet[ManagedSystem]:
    """Return the systems of the contracts in which the viewer may look at them."""
    mine = grants_in_force(at).filter(person=viewer, role__in=[one.value for one in SEES])
    return ManagedSystem.objects.filter(contract__engagement__in=mine.values("engagement_id")).select_related(
        "contract__engagement"
    )


def systems_of(viewer: Person, *, engagement: Engagement, at: datetime) -> QuerySet[ManagedSystem]:
    """Return the systems of one contract."""
    return visible_systems(viewer, at=at).filter(contract__engagement=engagement)


def get_system(viewer: Person, *, engagement: Engagement, code: str, at: datetime) -> ManagedSystem:
    """Return one system by its code; anything else is not there."""
    system = systems_of(viewer, engagement=engagement, at=at).filter(code=code).first()
    if system is None:
        raise NotThere
    return system


def system_of_event(*, key: str) -> ManagedSystem | None:
    """Return the system that an event names; for background work, where nobody is looking."""
    return ManagedSystem.objects.select_related("contract__engagement").filter(uuid=key).first()


def public_system(*, slug: str) -> ManagedSystem:
    """Return a system by the slug of its public pages, for those who need not sign in."""
    system = ManagedSystem.objects.select_related("contract__engagement").filter(slug=slug).first()
    if system is None:
        raise NotThere
    return system


def every_system() -> QuerySet[ManagedSystem]:
    """Return all systems; for background work, where nobody is looking."""
    return ManagedSystem.objects.select_related("contract__engagement").order_by("pk")


def components_of(system: ManagedSystem) -> QuerySet[Component]:
    """Return the components of a system that the caller already sees, as its profile orders them."""
    return Component.objects.filter(system=system, active=True)


def modules_of(system: ManagedSystem) -> QuerySet[Module]:
    """Return the modules of a system that the caller already sees."""
    return Module.objects.filter(system=system, active=True)


def connectors_of(system: ManagedSystem) -> QuerySet[Connector]:
    """Return the connectors of a system that the caller already sees."""
    return Connector.objects.filter(system=system, active=True).select_related("changed_by").defer("secrets")


def get_connector(system: ManagedSystem, *, code: str) -> Connector:
    """Return one connector of a system that the caller already sees."""
    found = connectors_of(system).filter(code=code).first()
    if found is None:
        raise NotThere
    return found


def probes_of(system: ManagedSystem) -> QuerySet[Probe]:
    """Return the probes of a system that the caller already sees, with what they look at."""
    return (
        Probe.objects.filter(system=system, active=True)
        .select_related("component", "module", "connector")
        .defer("connector__secrets")
    )


def agents_of(system: ManagedSystem) -> QuerySet[Agent]:
    """Return the agents of a system that the caller already sees, those that still count."""
    return Agent.objects.filter(system=system, revoked_at=None).select_related("made_by")


def get_agent(system: ManagedSystem, *, key: uuid.UUID) -> Agent:
    """Return one agent of a system that the caller already sees."""
    found = agents_of(system).filter(uuid=key).first()
    if found is None:
        raise NotThere
    return found


def versions_of(system: ManagedSystem) -> QuerySet[ProfileVersion]:
    """Return the profile versions of a system that the caller already sees, newest first."""
    return ProfileVersion.objects.filter(system=system).select_related("loaded_by").order_by("-number")


def get_version(system: ManagedSystem, *, number: int) -> ProfileVersion:
    """Return one profile version."""
    found = versions_of(system).filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def newest_version(system: ManagedSystem) -> ProfileVersion | None:
    """Return the profile version in force."""
    return versions_of(system).first()


def profile_of(version: ProfileVersion) -> Profile:
    """Read the profile of a version."""
    return Profile.model_validate(version.document, strict=False)
