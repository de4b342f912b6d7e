"""Invitations: the only way to an account for somebody who is not yet known."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotThere
from zhishou.people.actions.permissions import (
    require_administrator,
    require_grantor,
    require_platform_admin,
)
from zhishou.people.actions.persons import NotAnAccountName, register
from zhishou.people.actions.roles import WrongParty, fits, take_up
from zhishou.people.events import InvitationAccepted, InvitationWithdrawn, PersonInvited
from zhishou.people.models import Engagement, Invitation, InvitedRole, Organisation, Person
from zhishou.people.queries.invitations import invitation_secret, open_invitation
from zhishou.people.rules import INVITATION_LIFE, Role, is_username, sounds_of


class NoRoles(Invalid):
    """An invitation names at least one role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """An invitation and the secret of its link, for the inviter to hand on."""

    invitation: Invitation
    secret: str


def invite_person(
    *,
    name: str,
    organisation: Organisation,
    roles: Mapping[Engagement, Sequence[Role]],
    email: str = "",
    title: str = "",
    is_platform_admin: bool = False,
    by: Person | None,
    at: datetime,
) -> NewInvitation:
    """Invite somebody to make an account; with an e-mail address the link is sent there too."""
    require_administrator(by, organisation, at=at)
    if is_platform_admin:
        require_platform_admin(by)
    elif not any(roles.values()):
        raise NoRoles
    for engagement, wanted in roles.items():
        for role in wanted:
            require_grantor(by, engagement, role, at=at)
            if not fits(role, engagement, organisation):
                raise WrongParty
    invitation = Invitation(
        name=name,
        email=email.lower(),
        title=title,
        organisation=organisation,
        is_platform_admin=is_platform_admin,
        invited_by=by,
        created_at=at,
        expires_at=at + INVITATION_LIFE,
    )
    secret = invitation_secret(invitation)
    invitation.hash = hashlib.sha256(secret.encode()).hexdigest()
    with transaction.atomic():
        invitation.save(force_insert=True)
        InvitedRole.objects.bulk_create(
            InvitedRole(invitation=invitation, engagement=engagement, role=role)
            for engagement, wanted in roles.items()
            for role in sorted(set(wanted))
        )
        publish(
            PersonInvited(
                happened_at=at,
                key=str(invitation.uuid),
                by_uuid=str(by.uuid) if by else None,
                name=name,
                organisation_code=organisation.code,
                roles={engagement.code: [str(role) for role in wanted] for engagement, wanted in roles.items()},
                expires_at=invitation.expires_at,
            ),
            at=at,
        )
    return NewInvitation(invitation=invitation, secret=secret)


def accept_invitation(*, secret: str, name: str, username: str, password: str, at: datetime) -> Person:
    """Make the account that was offered, with its roles; the link works once."""
    if not is_username(username):
        raise NotAnAccountName
    with transaction.atomic():
        invitation = open_invitation(secret, at=at)
        person = Person(
            username=username,
            name=name,
            name_pinyin=sounds_of(name),
            organisation=invitation.organisation,
            title=invitation.title,
            email="" if Person.objects.filter(email=invitation.email).exists() else invitation.email,
            is_platform_admin=invitation.is_platform_admin,
            created_at=at,
            password_changed_at=at,
        )
        person.set_password(password)
        register(person, by=invitation.invited_by, at=at)
        claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        if not claimed.update(accepted_at=at, person=person):
            raise NotThere  # somebody was first; nothing of this attempt stays
        for invited in invitation.roles.select_related("engagement"):
            take_up(
                person=person,
                engagement=invited.engagement,
                role=Role(invited.role),
                by=invitation.invited_by,
                at=at,
            )
        publish(
            InvitationAccepted(
                happened_at=at,
                key=str(invitation.uuid),
                by_uuid=str(person.uuid),
                person_uuid=str(person.uuid),
            ),
            at=at,
        )
    return person


def withdraw_invitation(*, invitation: Invitation, by: Person | None, at: datetime) -> None:
    """Make a link that was handed out worthless."""
    require_administrator(by, invitation.organisation, at=at)
    with transaction.atomic():
        still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        if still_open.update(withdrawn_at=at):
            publish(
                InvitationWithdrawn(happened_at=at, key=str(invitation.uuid), by_uuid=str(by.uuid) if by else None),
                at=at,
            )
