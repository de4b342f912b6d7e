"""New versions of a contract's calendar: by its pack, by a newer holiday notice, by an override with a reason."""

from datetime import date, datetime

from django.db import transaction

from jishi.calendars.door import DayKind, SpecialDay, Window, WrongCalendar, from_document, to_document, weekdays
from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from zhishou.contracts.actions.milestones import renew_milestones
from zhishou.contracts.events import CalendarVersionMade
from zhishou.contracts.models import CalendarVersion, Contract
from zhishou.contracts.queries.versions import newest_calendar, newest_version, pack_of
from zhishou.contracts.rules.hours import build_calendar, same_hours
from zhishou.contracts.rules.pack import Pack
from zhishou.contracts.rules.versions import CalendarOrigin
from zhishou.ledger.actions import record
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role
from zhishou.people.rules import Role

MAY_OVERRIDE = frozenset({Role.CLIENT_ADMIN, Role.MANAGER})


class OverrideNeedsReason(Invalid):
    """Say why this date has hours of its own."""


class DateIsOver(Refusal):
    """That date is over: hours are changed for today and later only."""


class WrongHours(Invalid):
    """These hours cannot be meant: write e.g. 08:30-11:30, separated by commas, without overlaps."""


class NoContract(Refusal):
    """No contract pack has been loaded for this engagement yet."""


class NothingToWithdraw(Refusal):
    """This date has no override."""


def renew_calendar(
    contract: Contract, pack: Pack, *, origin: CalendarOrigin, by: Person | None, at: datetime, reason: str = ""
) -> tuple[CalendarVersion, bool]:
    """Make the next version where the hours or the known notices differ; call with the contract locked."""
    newest = CalendarVersion.objects.filter(contract=contract).order_by("-number").first()
    overrides = list(newest.overrides) if newest else []
    return _make(contract, pack, overrides=overrides, origin=origin, reason=reason, by=by, at=at)


def adopt_newer_notice(*, at: datetime) -> int:
    """Give every contract the holidays that the calendar library has learnt since; for a tick."""
    made = 0
    for pk in Contract.objects.values_list("pk", flat=True):
        with transaction.atomic():
            contract = Contract.objects.select_for_update().get(pk=pk)
            version = newest_version(contract)
            if version is None:
                continue
            pack = pack_of(version)
            _, new = renew_calendar(contract, pack, origin=CalendarOrigin.NOTICE, by=None, at=at)
            if new:
                renew_milestones(contract, pack, at=at)
            made += new
    return made


def override_date(
    *, engagement: Engagement, on: date, windows: str, reason: str, by: Person, at: datetime
) -> CalendarVersion:
    """Give one date hours of its own (none: closed) from now on, as a new calendar version."""
    require_role(by, engagement, MAY_OVERRIDE, at=at)
    if not reason.strip():
        raise OverrideNeedsReason
    try:
        hours = weekdays([Window.parse(part) for part in windows.replace("，", ",").split(",") if part.strip()])[0]
    except WrongCalendar as error:
        raise WrongHours from error
    entry: dict[str, object] = {
        "on": on.isoformat(),
        "windows": [str(window) for window in hours],
        "reason": reason.strip(),
    }
    return _override(engagement, on=on, entry=entry, reason=reason.strip(), by=by, at=at)


def withdraw_override(
    *, engagement: Engagement, on: date, reason: str, by: Person, at: datetime
) -> CalendarVersion:
    """Take back a date's own hours from now on, as a new calendar version."""
    require_role(by, engagement, MAY_OVERRIDE, at=at)
    if not reason.strip():
        raise OverrideNeedsReason
    return _override(engagement, on=on, entry=None, reason=reason.strip(), by=by, at=at)


def _override(
    engagement: Engagement, *, on: date, entry: dict[str, object] | None, reason: str, by: Person, at: datetime
) -> CalendarVersion:
    with transaction.atomic():
        contract = Contract.objects.select_for_update().filter(engagement=engagement).first()
        version = newest_version(contract) if contract else None
        if contract is None or version is None:
            raise NoContract
        if on < newest_calendar(contract).local_date(at):
            raise DateIsOver
        newest = CalendarVersion.objects.filter(contract=contract).order_by("-number").first()
        known = list(newest.overrides) if newest else []
        others = [one for one in known if one["on"] != on.isoformat()]
        if entry is None and len(others) == len(known):
            raise NothingToWithdraw
        overrides = sorted([*others, *([entry] if entry else [])], key=lambda one: str(one["on"]))
        pack = pack_of(version)
        made, _ = _make(
            contract, pack, overrides=overrides, origin=CalendarOrigin.OVERRIDE, reason=reason, by=by, at=at
        )
        renew_milestones(contract, pack, at=at)
    return made


def _make(
    contract: Contract,
    pack: Pack,
    *,
    overrides: list[dict[str, object]],
    origin: CalendarOrigin,
    reason: str,
    by: Person | None,
    at: datetime,
) -> tuple[CalendarVersion, bool]:
    before = CalendarVersion.objects.filter(contract=contract).order_by("-number").first()
    calendar = build_calendar(pack, version=contract.calendar_number + 1, overrides=map(_special_day, overrides))
    if before is not None and same_hours(from_document(before.document), calendar):
        return before, False
    contract.calendar_number += 1
    contract.save(update_fields=["calendar_number"])
    document = dict(to_document(calendar))
    made = CalendarVersion.objects.create(
        contract=contract,
        number=contract.calendar_number,
        document=document,
        overrides=overrides,
        origin=origin.value,
        reason=reason,
        made_at=at,
        made_by=by,
    )
    code = contract.engagement.code
    record(
        what="contracts.calendar_version_made",
        about_kind="calendar_version",
        about_key=f"{code}/{made.number}",
        engagement=contract.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={
            "number": made.number,
            "origin": origin.value,
            "reason": reason,
            "overrides": overrides,
            "notice_published_until": calendar.notice_published_until,
        },
        process="" if by else "console" if origin is CalendarOrigin.PACK else "tick",
    )
    publish(CalendarVersionMade(engagement_code=code, number=made.number, made_at=at, reason=reason), at=at)
    return made, True


def _special_day(entry: dict[str, object]) -> SpecialDay:
    windows = entry["windows"]
    assert isinstance(windows, list)  # noqa: S101 - written by this module
    reason = str(entry["reason"])
    return SpecialDay(
        on=date.fromisoformat(str(entry["on"])),
        kind=DayKind.OVERRIDE,
        windows=tuple(Window.parse(window) for window in windows),
        name=reason,
        name_en=reason,
    )
