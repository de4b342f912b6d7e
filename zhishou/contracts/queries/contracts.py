"""Contracts, their versions and milestones, for whoever is looking."""

import uuid
from datetime import datetime

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.contracts.models import CalendarVersion, Contract, Milestone, PolicyVersion
from zhishou.contracts.rules.milestones import MilestoneKind, MilestoneState
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import engagements_of


def contracts_of(viewer: Person, *, at: datetime) -> QuerySet[Contract]:
    """Return the contracts in which the viewer holds any role."""
    mine = engagements_of(viewer, at=at)
    return Contract.objects.filter(engagement__in=mine).select_related("engagement__client", "engagement__vendor")


class NoTermsYet(NotThere):
    """This contract has no terms yet: its pack is still to be loaded by whoever runs the platform."""


def get_contract(viewer: Person, *, code: str, at: datetime) -> Contract:
    """Return the contract of this engagement; anything else is not there; its own people hear why."""
    contract = contracts_of(viewer, at=at).filter(engagement__code=code).first()
    if contract is None:
        raise NoTermsYet if engagements_of(viewer, at=at).filter(code=code).exists() else NotThere
    return contract


def contract_of_event(*, code: str) -> Contract | None:
    """Return the contract that an event or a command names; for work where nobody is looking."""
    return Contract.objects.select_related("engagement").filter(engagement__code=code).first()


def every_contract() -> QuerySet[Contract]:
    """Return all contracts; for background work and the operator's commands, where nobody is looking."""
    return Contract.objects.select_related("engagement").order_by("engagement__code")


def policy_versions(viewer: Person, *, code: str, at: datetime) -> QuerySet[PolicyVersion]:
    """Return every version of the contract, newest first."""
    contract = get_contract(viewer, code=code, at=at)
    return PolicyVersion.objects.filter(contract=contract).select_related("made_by").order_by("-number")


def get_policy_version(viewer: Person, *, code: str, number: int, at: datetime) -> PolicyVersion:
    """Return one version by its number."""
    version = policy_versions(viewer, code=code, at=at).filter(number=number).first()
    if version is None:
        raise NotThere
    return version


def calendar_versions(viewer: Person, *, code: str, at: datetime) -> QuerySet[CalendarVersion]:
    """Return every version of the contract's calendar, newest first."""
    contract = get_contract(viewer, code=code, at=at)
    return CalendarVersion.objects.filter(contract=contract).select_related("made_by").order_by("-number")


def milestones_of(viewer: Person, *, code: str, at: datetime) -> QuerySet[Milestone]:
    """Return the milestones of the contract in the order in which they are due; withdrawn ones left out."""
    contract = get_contract(viewer, code=code, at=at)
    return Milestone.objects.filter(contract=contract).exclude(state="withdrawn").select_related("ended_by")


def get_milestone(viewer: Person, *, code: str, key: uuid.UUID, at: datetime) -> Milestone:
    """Return one milestone."""
    found = milestones_of(viewer, code=code, at=at).filter(uuid=key).select_related("contract__engagement").first()
    if found is None:
        raise NotThere
    return found


def inspection_weeks(*, engagement: Engagement, since: datetime, until: datetime) -> list[Milestone]:
    """Return the weeks in which an inspection is expected and that lie in this time at all.

    For the area of inspections, in the background: nobody is looking.
    """
    found = Milestone.objects.filter(
        contract__engagement=engagement,
        kind=MilestoneKind.INSPECTION.value,
        starts_at__lt=until,
        due_at__gt=since,
    )
    return list(found.exclude(state=MilestoneState.WITHDRAWN.value))
