"""Invitations: by their secret for the invited, by organisation for those who invite."""

import hashlib
import uuid as uuids
from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from jishi.refusals.door import NotThere
from zhishou.people.models import Invitation, Person
from zhishou.people.queries.organisations import administered_organisations


def invitation_secret(invitation: Invitation) -> str:
    """Return the secret of the link; made from the deployment's key, so that no row and no message holds it."""
    return salted_hmac("people.invitation", str(invitation.uuid), algorithm="sha256").hexdigest()


class InvitationOver(NotThere):
    """This link opens nothing any more: used, withdrawn, or too old. Ask whoever invited you for a new one."""


def open_invitation(secret: str, *, at: datetime) -> Invitation:
    """Return the invitation that this secret opens; used, withdrawn, expired and unknown are all not there."""
    hashed = hashlib.sha256(secret.encode()).hexdigest()
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(hash=hashed, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        .first()
    )
    if invitation is None:
        raise InvitationOver
    return invitation


def open_invitations(viewer: Person, *, at: datetime) -> QuerySet[Invitation]:
    """Return the invitations that wait for an answer, of the organisations that the viewer looks after."""
    return (
        Invitation.objects.filter(
            organisation__in=administered_organisations(viewer, at=at).values("pk"),
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=at,
        )
        .select_related("organisation", "invited_by")
        .prefetch_related("roles__engagement")
    )


def get_invitation(viewer: Person, *, uuid: str | uuids.UUID, at: datetime) -> Invitation:
    """Return one invitation that waits for an answer; anything else is not there."""
    invitation = open_invitations(viewer, at=at).filter(uuid=uuid).first()
    if invitation is None:
        raise NotThere
    return invitation


def invitation_of_event(*, uuid: str, at: datetime) -> Invitation | None:
    """Return the invitation that an event names, while it waits for an answer; for background work."""
    waiting = Invitation.objects.filter(uuid=uuid, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    return waiting.select_related("organisation", "invited_by").first()
