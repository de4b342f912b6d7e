"""Loading a pack: version n+1 where it differs, nothing at all where it does not."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import NotAllowed, Refusal
from zhishou.contracts.actions.calendars import renew_calendar
from zhishou.contracts.actions.grants import grant_entitlements
from zhishou.contracts.actions.milestones import renew_milestones
from zhishou.contracts.events import PolicyVersionMade
from zhishou.contracts.models import CalendarVersion, Contract, PolicyVersion
from zhishou.contracts.queries.versions import newest_calendar, newest_version, pack_of
from zhishou.contracts.rules.differences import Difference, differences
from zhishou.contracts.rules.pack import Pack, Party
from zhishou.contracts.rules.reading import read_pack
from zhishou.contracts.rules.versions import CalendarOrigin
from zhishou.ledger.actions import record
from zhishou.ledger.rules import digest
from zhishou.people import actions as people
from zhishou.people import queries as people_queries
from zhishou.people.actions.organisations import CodeTaken
from zhishou.people.models import Engagement, Organisation, Person


class PartyIsSomebodyElse(Refusal):
    """“%(code)s” is registered here with another unified social credit code, %(known)s: check the pack."""


class PartiesChanged(Refusal):
    """Contract “%(code)s” was made between two other parties; a contract with others needs a code of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading a pack came to."""

    version: PolicyVersion
    made: bool
    changes: tuple[Difference, ...]
    calendar: CalendarVersion
    calendar_made: bool


def load_pack(*, text: str, by: Person | None, at: datetime) -> Loaded:
    """Make the contract of this pack, or its next version; a wrong pack raises `WrongPack` and changes nothing.

    Older versions are never touched: whatever is pinned to one stays as it was agreed.
    """
    if by is not None and not by.is_platform_admin:
        raise NotAllowed
    pack = read_pack(text)
    with transaction.atomic():
        engagement = _engagement(pack, by=by, at=at)
        Contract.objects.get_or_create(engagement=engagement, defaults={"created_at": at})
        # One loader at a time; on SQLite the transaction itself is the lock.
        contract = Contract.objects.select_for_update().get(engagement=engagement)
        contract.engagement = engagement
        before = newest_version(contract)
        # What an older pack does not say is no change of it: the same file loaded again stays the same version.
        unsaid = {"confirmation"} - pack.model_fields_set
        document = pack.model_dump(mode="json", by_alias=True, exclude=unsaid)
        if before is not None and before.digest == digest(document):
            # The pack is the same, but the holiday notice may have come out since.
            calendar, calendar_made = renew_calendar(contract, pack, origin=CalendarOrigin.NOTICE, by=by, at=at)
            if calendar_made:
                renew_milestones(contract, pack, at=at)
            return Loaded(version=before, made=False, changes=(), calendar=calendar, calendar_made=calendar_made)
        version = _new_version(contract, document=document, text=text, by=by, at=at)
        changes = differences(pack_of(before), pack) if before else ()
        _tell(contract, version, before=before, changes=changes, by=by, at=at)
        if pack.name != engagement.name:
            people.rename_engagement(engagement=engagement, name=pack.name, by=by, at=at)
        calendar, calendar_made = renew_calendar(contract, pack, origin=CalendarOrigin.PACK, by=by, at=at)
        grant_entitlements(contract, pack, calendar=newest_calendar(contract), by=by, at=at)
        renew_milestones(contract, pack, at=at)
    return Loaded(version=version, made=True, changes=changes, calendar=calendar, calendar_made=calendar_made)


def _new_version(
    contract: Contract, *, document: dict[str, object], text: str, by: Person | None, at: datetime
) -> PolicyVersion:
    contract.policy_number += 1
    contract.save(update_fields=["policy_number"])
    return PolicyVersion.objects.create(
        contract=contract,
        number=contract.policy_number,
        document=document,
        digest=digest(document),
        source=text,
        made_at=at,
        made_by=by,
    )


def _tell(
    contract: Contract,
    version: PolicyVersion,
    *,
    before: PolicyVersion | None,
    changes: tuple[Difference, ...],
    by: Person | None,
    at: datetime,
) -> None:
    code = contract.engagement.code
    record(
        what="contracts.policy_version_made",
        about_kind="policy_version",
        about_key=f"{code}/{version.number}",
        engagement=contract.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={
            "number": version.number,
            "digest": version.digest,
            "follows": before.digest if before else "",
            "changes": [change.words("zh-hans") for change in changes],
        },
        process="" if by else "console",
    )
    publish(PolicyVersionMade(engagement_code=code, number=version.number, made_at=at), at=at)


def _engagement(pack: Pack, *, by: Person | None, at: datetime) -> Engagement:
    client, vendor = (_organisation(party, by=by, at=at) for party in (pack.client, pack.vendor))
    engagement = people_queries.engagement_of_event(code=pack.code)
    if engagement is None:
        try:
            engagement = people.create_engagement(
                code=pack.code, name=pack.name, client=client, vendor=vendor, by=by, at=at
            )
        except CodeTaken:  # another loader was first
            engagement = people_queries.engagement_of_event(code=pack.code)
    if engagement is None or (engagement.client_id, engagement.vendor_id) != (client.pk, vendor.pk):
        raise PartiesChanged(code=pack.code)
    return engagement


def _organisation(party: Party, *, by: Person | None, at: datetime) -> Organisation:
    known = people_queries.organisation_of_event(code=party.code)
    if known is None:
        try:
            return people.create_organisation(
                code=party.code,
                name=party.name,
                short_name=party.short_name,
                credit_code=party.credit_code,
                by=by,
                at=at,
            )
        except CodeTaken:  # another loader was first, or the credit code belongs to another code
            known = people_queries.organisation_of_event(code=party.code)
            if known is None:
                raise
    if known.credit_code not in {"", party.credit_code}:
        raise PartyIsSomebodyElse(code=party.code, known=known.credit_code)
    people.change_organisation(
        organisation=known,
        name=party.name,
        short_name=party.short_name,
        credit_code=party.credit_code,
        by=by,
        at=at,
    )
    return known
