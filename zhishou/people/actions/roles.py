"""Roles in one engagement: granted, revoked, never erased."""

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid
from zhishou.people import queries
from zhishou.people.actions.permissions import require_grantor
from zhishou.people.events import RoleGranted, RoleRevoked
from zhishou.people.models import Engagement, Organisation, Person, RoleGrant
from zhishou.people.rules import Party, Role, party_of


class Words(TypedDict):
    """What both facts about a role say."""

    happened_at: datetime
    key: str
    by_uuid: str | None
    engagement_code: str
    name: str
    role: str


class WrongParty(Invalid):
    """This role is for the people of the other party of the contract."""


class AccountClosed(Invalid):
    """This account is closed; open it again first."""


def grant_role(*, person: Person, engagement: Engagement, role: Role, by: Person | None, at: datetime) -> RoleGrant:
    """Let a person act in a role of one engagement from now on; granting twice changes nothing."""
    require_grantor(by, engagement, role, at=at)
    if not fits(role, engagement, person.organisation):
        raise WrongParty
    if not person.is_active:
        raise AccountClosed
    return take_up(person=person, engagement=engagement, role=role, by=by, at=at)


def fits(role: Role, engagement: Engagement, organisation: Organisation) -> bool:
    """Say whether the organisation's people may hold the role in this engagement."""
    party = party_of(role)
    body = {Party.CLIENT: engagement.client_id, Party.VENDOR: engagement.vendor_id}
    return party is None or organisation.pk == body[party]


def take_up(*, person: Person, engagement: Engagement, role: Role, by: Person | None, at: datetime) -> RoleGrant:
    """Write a grant with the fact of it; permission is the caller's."""
    with transaction.atomic():
        grant, is_new = RoleGrant.objects.get_or_create(
            person=person,
            engagement=engagement,
            role=role,
            until=None,
            defaults={"since": at, "granted_by": by},
        )
        if is_new:
            publish(RoleGranted(**_words(grant, by=by, at=at)), at=at)
    return grant


def revoke_role(*, grant: RoleGrant, by: Person | None, at: datetime) -> None:
    """End a role at this moment; what was done in it stays done."""
    require_grantor(by, grant.engagement, Role(grant.role), at=at)
    with transaction.atomic():
        ended = RoleGrant.objects.filter(queries.in_force(at), pk=grant.pk, until=None, since__lt=at)
        if not ended.update(until=at, revoked_by=by):
            return  # somebody was first
        publish(RoleRevoked(**_words(grant, by=by, at=at)), at=at)
    grant.refresh_from_db()


def _words(grant: RoleGrant, *, by: Person | None, at: datetime) -> Words:
    return {
        "happened_at": at,
        "key": str(grant.person.uuid),
        "by_uuid": str(by.uuid) if by else None,
        "engagement_code": grant.engagement.code,
        "name": grant.person.name,
        "role": grant.role,
    }
