"""Changes to a roster; each works from now on at the earliest and is evidence."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction

from jishi.live.door import announce
from jishi.refusals.door import Invalid, NotAllowed, Refusal
from zhishou.contracts import queries as contracts
from zhishou.duty import models, rules
from zhishou.duty.queries.stored import layers_to_json
from zhishou.ledger import actions as ledger
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import VENDOR_ROLES, Role, Tier


class PastIsFixed(Refusal):
    """The past cannot be changed: choose a moment that has not passed."""


class NotOfThisTier(Invalid):
    """%(person)s does not hold the role of this tier in this contract."""


class NobodyInRotation(Invalid):
    """A rotation needs at least one person."""


class TurnTooShort(Invalid):
    """A turn needs a length of at least one."""


class UnknownZone(Invalid):
    """“%(zone)s” is not a time zone."""


class EndsBeforeStart(Invalid):
    """The end must come after the start."""


class TooFarAhead(Invalid):
    """This ends more than three years from now: look at the year again."""


class ReasonNeeded(Invalid):
    """Say why: the reason is kept as evidence."""


class AlreadyCancelled(Refusal):
    """This has been cancelled already, or is over."""


# Longer ahead than anybody plans; keeps a typing error from making a roster of centuries.
FAR = timedelta(days=3 * 366)


def require_manager(by: Person, engagement: Engagement, *, at: datetime) -> None:
    """Refuse everybody but the service manager of this contract."""
    people.require_role(by, engagement, [Role.MANAGER], at=at)


def _require_of_tier(persons: Sequence[Person], engagement: Engagement, tier: Tier, *, at: datetime) -> None:
    able = set(people.persons_with_role(engagement, [Role(tier.value)], at=at).values_list("pk", flat=True))
    for person in persons:
        if person.pk not in able:
            raise NotOfThisTier(person=person.name)


def _span(starts_at: datetime, ends_at: datetime | None, *, at: datetime) -> None:
    if ends_at is None:
        return
    if ends_at <= starts_at:
        raise EndsBeforeStart
    if ends_at - at > FAR:
        raise TooFarAhead
    if ends_at <= at:
        raise PastIsFixed


def _record(  # one line per fact below
    what: str, roster: models.Roster, key: str, payload: dict[str, object], *, by: Person | None, at: datetime
) -> None:
    announce(audience=f"engagement:{roster.engagement.uuid}", news="duty")
    ledger.record(
        what=f"duty.{what}",
        about_kind="roster",
        about_key=str(roster.uuid),
        engagement=roster.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"tier": roster.tier, "key": key, **payload},
        process="" if by else "duty",
    )


@transaction.atomic
def set_roster(
    *,
    engagement: Engagement,
    tier: Tier,
    layers: Sequence[rules.Layer],
    effective_from: datetime | None,
    reason: str = "",
    zone: str = "",
    by: Person,
    at: datetime,
) -> models.RosterVersion:
    """Decide a tier's rotations from a moment on (None: from now); what was before stays as it was."""
    require_manager(by, engagement, at=at)
    zone = zone or _zone_of(engagement, at=at)
    if zone not in available_timezones():
        raise UnknownZone(zone=zone)
    if effective_from is not None and effective_from < at:
        raise PastIsFixed
    persons = _persons_of(layers)
    _require_of_tier(list(persons.values()), engagement, tier, at=at)
    roster, _new = models.Roster.objects.get_or_create(
        engagement=engagement, tier=tier, defaults={"zone": zone, "created_at": at}
    )
    models.Roster.objects.select_for_update().get(pk=roster.pk)  # versions are numbered one after another
    latest = roster.versions.order_by("-number").first()
    version = models.RosterVersion.objects.create(
        roster=roster,
        number=latest.number + 1 if latest else 1,
        effective_from=effective_from or at,
        layers=layers_to_json(layers),
        reason=reason,
        made_at=at,
        made_by=by,
    )
    models.RosterMember.objects.bulk_create(
        models.RosterMember(version=version, person=person) for person in persons.values()
    )
    named = {str(pk): str(person.uuid) for pk, person in persons.items()}
    payload: dict[str, object] = {
        "number": version.number,
        "effective_from": version.effective_from.isoformat(),
        "zone": roster.zone,
        "layers": version.layers,
        "persons": named,
        "reason": reason,
    }
    _record("roster_version_made", roster, str(version.number), payload, by=by, at=at)
    return version


def _zone_of(engagement: Engagement, *, at: datetime) -> str:
    """Return the zone in whose hours the contract counts; without a contract, that of the house."""
    try:
        return contracts.calendar_in_force(engagement=engagement, at=at).zone
    except contracts.NoContract:
        return settings.TIME_ZONE


def _persons_of(layers: Sequence[rules.Layer]) -> dict[int, Person]:
    if not layers or any(not layer.order for layer in layers):
        raise NobodyInRotation
    if any(layer.length < 1 for layer in layers):
        raise TurnTooShort
    wanted = {pk for layer in layers for pk in layer.order}
    persons = people.persons_by_id(wanted)
    if len(persons) < len(wanted):
        raise NotOfThisTier(person="?")
    return persons


@transaction.atomic
def override(
    *,
    roster: models.Roster,
    person: Person,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: Person,
    at: datetime,
) -> models.Override:
    """Put somebody on watch for a span: the manager anybody of the tier, everybody else only themselves."""
    engagement, tier = roster.engagement, Tier(roster.tier)
    held = people.require_role(by, engagement, VENDOR_ROLES, at=at)
    if Role.MANAGER not in held and by != person:
        raise NotAllowed
    _require_of_tier([person], engagement, tier, at=at)
    if not reason.strip():
        raise ReasonNeeded
    _span(starts_at, ends_at, at=at)
    return put(
        roster=roster, person=person, starts_at=starts_at, ends_at=ends_at, reason=reason, swap=None, by=by, at=at
    )


def put(
    *,
    roster: models.Roster,
    person: Person,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    swap: models.Swap | None,
    by: Person,
    at: datetime,
) -> models.Override:
    """Write an override that was decided; permission is the caller's."""
    made = models.Override.objects.create(
        roster=roster,
        person=person,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        swap=swap,
        made_at=at,
        made_by=by,
    )
    payload: dict[str, object] = {
        "person": str(person.uuid),
        "name": person.name,
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "reason": reason,
        "swap": str(swap.uuid) if swap else "",
    }
    _record("override_made", roster, str(made.uuid), payload, by=by, at=at)
    return made


@transaction.atomic
def cancel_override(*, override: models.Override, by: Person, at: datetime) -> None:
    """End an override from now on: the manager any, everybody else the one they made themselves."""
    roster = override.roster
    held = people.require_role(by, roster.engagement, VENDOR_ROLES, at=at)
    if Role.MANAGER not in held and (override.made_by_id != by.pk or override.swap_id):
        raise NotAllowed
    open_ones = models.Override.objects.filter(pk=override.pk, cancelled_at__isnull=True, ends_at__gt=at)
    if not open_ones.update(cancelled_at=at, cancelled_by=by):
        raise AlreadyCancelled
    _record("override_cancelled", roster, str(override.uuid), {}, by=by, at=at)


@transaction.atomic
def take_leave(
    *,
    engagement: Engagement,
    person: Person,
    starts_at: datetime,
    ends_at: datetime,
    reason: str = "",
    by: Person,
    at: datetime,
) -> models.Absence:
    """Take somebody off the watch for a span; the next in each rotation stands in."""
    held = people.require_role(by, engagement, VENDOR_ROLES, at=at)
    if Role.MANAGER not in held and by != person:
        raise NotAllowed
    if not people.roles_in(person, engagement, at=at) & VENDOR_ROLES:
        raise NotOfThisTier(person=person.name)
    _span(starts_at, ends_at, at=at)
    leave = models.Absence.objects.create(
        engagement=engagement,
        person=person,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        made_at=at,
        made_by=by,
    )
    span = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat(), "reason": reason}
    _record_absence("leave_taken", leave, span, by=by, at=at)
    return leave


@transaction.atomic
def cancel_leave(*, leave: models.Absence, by: Person, at: datetime) -> None:
    """End a leave from now on."""
    held = people.require_role(by, leave.engagement, VENDOR_ROLES, at=at)
    if Role.MANAGER not in held and leave.person_id != by.pk:
        raise NotAllowed
    open_ones = models.Absence.objects.filter(
        pk=leave.pk, is_deactivation=False, cancelled_at__isnull=True, ends_at__gt=at
    )
    if not open_ones.update(cancelled_at=at):
        raise AlreadyCancelled
    _record_absence("leave_cancelled", leave, {}, by=by, at=at)


def _record_absence(
    what: str, row: models.Absence, more: dict[str, str], *, by: Person | None, at: datetime
) -> None:
    announce(audience=f"engagement:{row.engagement.uuid}", news="duty")
    ledger.record(
        what=f"duty.{what}",
        about_kind="absence",
        about_key=str(row.uuid),
        engagement=row.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"person": str(row.person.uuid), "name": row.person.name, **more},
        process="" if by else "duty",
    )


@transaction.atomic
def follow_account(*, person: Person, happened_at: datetime, at: datetime) -> None:
    """Take a person with a closed account off every watch, and put one with a reopened account back."""
    gone = models.Absence.objects.filter(person=person, is_deactivation=True, cancelled_at__isnull=True)
    if person.is_active:
        for row in gone.select_related("engagement", "person"):
            row.cancelled_at = at
            row.save(update_fields=["cancelled_at"])
            _record_absence("person_back_on_rosters", row, {}, by=None, at=at)
        return
    named = models.RosterMember.objects.filter(person=person).values("version__roster")
    rosters = models.Roster.objects.filter(pk__in=named).exclude(engagement__in=gone.values("engagement"))
    for engagement in {roster.engagement for roster in rosters.select_related("engagement")}:
        row = models.Absence.objects.create(
            engagement=engagement, person=person, starts_at=happened_at, is_deactivation=True, made_at=at
        )
        _record_absence("person_off_rosters", row, {}, by=None, at=at)


@transaction.atomic
def write_note(*, roster: models.Roster, text: str, by: Person, at: datetime) -> models.HandOverNote:
    """Leave word for whoever takes the watch next."""
    people.require_role(by, roster.engagement, VENDOR_ROLES, at=at)
    if not text.strip():
        raise ReasonNeeded
    note = models.HandOverNote.objects.create(roster=roster, text=text.strip(), written_by=by, written_at=at)
    _record("note_written", roster, str(note.pk), {"text": note.text}, by=by, at=at)
    return note
