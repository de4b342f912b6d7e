"""Legal bodies, and the engagements between two of them."""

from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from zhishou.people.actions.permissions import require_platform_admin
from zhishou.people.events import EngagementCreated, EngagementRenamed, OrganisationChanged, OrganisationCreated
from zhishou.people.models import Engagement, Organisation, Person


class CodeTaken(Refusal):
    """This code, or this unified social credit code, is already in use."""


class SameParty(Invalid):
    """The client and the vendor of a contract must be two different organisations."""


def create_organisation(
    *,
    code: str,
    name: str,
    short_name: str = "",
    credit_code: str = "",
    by: Person | None,
    at: datetime,
) -> Organisation:
    """Register a legal body."""
    require_platform_admin(by)
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                code=code, name=name, short_name=short_name, credit_code=credit_code, created_at=at
            )
            publish(
                OrganisationCreated(happened_at=at, key=code, by_uuid=_uuid(by), name=name),
                at=at,
            )
    except IntegrityError as error:
        raise CodeTaken from error
    return organisation


def change_organisation(
    *, organisation: Organisation, name: str, short_name: str, credit_code: str, by: Person | None, at: datetime
) -> None:
    """Correct the names and the credit code of a legal body."""
    require_platform_admin(by)
    after = {"name": name, "short_name": short_name, "credit_code": credit_code}
    before = {field: str(getattr(organisation, field)) for field in after}
    if before == after:
        return
    try:
        with transaction.atomic():
            Organisation.objects.filter(pk=organisation.pk).update(**after)
            publish(
                OrganisationChanged(
                    happened_at=at, key=organisation.code, by_uuid=_uuid(by), before=before, after=after
                ),
                at=at,
            )
    except IntegrityError as error:
        raise CodeTaken from error
    organisation.refresh_from_db()


def create_engagement(
    *, code: str, name: str, client: Organisation, vendor: Organisation, by: Person | None, at: datetime
) -> Engagement:
    """Open the boundary of one contract between two parties; nobody has a role in it yet."""
    require_platform_admin(by)
    if client == vendor:
        raise SameParty
    try:
        with transaction.atomic():
            engagement = Engagement.objects.create(
                code=code, name=name, client=client, vendor=vendor, created_at=at
            )
            publish(
                EngagementCreated(
                    happened_at=at,
                    key=code,
                    by_uuid=_uuid(by),
                    engagement_code=code,
                    name=name,
                    client_code=client.code,
                    vendor_code=vendor.code,
                ),
                at=at,
            )
    except IntegrityError as error:
        raise CodeTaken from error
    return engagement


def rename_engagement(*, engagement: Engagement, name: str, by: Person | None, at: datetime) -> None:
    """Give an engagement another name; its code stays, since addresses are made of it."""
    require_platform_admin(by)
    if engagement.name == name:
        return
    with transaction.atomic():
        Engagement.objects.filter(pk=engagement.pk).update(name=name)
        publish(
            EngagementRenamed(
                happened_at=at,
                key=engagement.code,
                by_uuid=_uuid(by),
                engagement_code=engagement.code,
                before=engagement.name,
                after=name,
            ),
            at=at,
        )
    engagement.name = name


def _uuid(by: Person | None) -> str | None:
    return str(by.uuid) if by else None
