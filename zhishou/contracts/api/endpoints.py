"""Endpoints about contracts: what is agreed, its versions, entitlements, milestones, and reckonings of time."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import get_language
from ninja import Query, Router, Status

from jishi.api.door import Moment, Page, Paging, cut, cut_reckoned
from jishi.calendars.door import (
    Duration,
    NaiveMoment,
    NeverOpens,
    TooLong,
    WrongDuration,
    explain,
    is_open,
    working_between,
)
from jishi.refusals.door import Invalid, NotThere
from zhishou.contracts import actions, queries
from zhishou.contracts.api.rows import (
    as_contract,
    as_engagement,
    as_entitlement,
    as_milestone,
    as_movement,
    as_version,
    as_whole_version,
)
from zhishou.contracts.api.schemas import (
    ContractOut,
    DueOut,
    EngagementOut,
    EntitlementOut,
    MilestoneOut,
    MovementIn,
    MovementOut,
    PaymentIn,
    PolicyVersionOut,
    PolicyVersionWhole,
    WorkingTimeOut,
)
from zhishou.people.models import Person

if TYPE_CHECKING:
    from jishi.calendars.door import Calendar

from jishi.pages.door import PageRequest

router = Router(tags=["contracts"])
HERE = "/engagements/{code}"
MOST_YEARS = 100


class ContractRequest(PageRequest):
    """A request whose caller is known."""

    user: Person


class MovementIncomplete(Invalid):
    """Reserve and approve need quantity and reason; consume needs reservation; release and refund need both."""


class WrongMoments(Invalid):
    """Both moments need a zone, the end lies after the start, and both within a hundred years."""


class WrongLength(Invalid):
    """This is not a duration: write e.g. 10 min, half a day or 3 working days."""


class LengthTooLong(Invalid):
    """No contract counts so far: ten years at most."""


@router.get("/engagements", response=Page[EngagementOut])
def list_engagements(request: ContractRequest, paging: Query[Paging]) -> dict[str, Any]:
    """List the contracts in which the caller holds a role."""
    rows, following = cut(queries.contracts_of(request.user, at=request.at), paging=paging, order=("id",))
    found = [as_engagement(one, queries.policy_in_force(engagement=one.engagement, at=request.at)) for one in rows]
    return {"items": found, "next_cursor": following}


@router.get(f"{HERE}/contract", response=ContractOut)
def show_contract(request: ContractRequest, code: str) -> dict[str, Any]:
    """Show what is agreed now."""
    contract = queries.get_contract(request.user, code=code, at=request.at)
    policy = queries.policy_in_force(engagement=contract.engagement, at=request.at)
    return as_contract(contract, policy, get_language() or "en")


@router.get(f"{HERE}/policy-versions", response=Page[PolicyVersionOut])
def list_versions(request: ContractRequest, code: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the versions, newest first."""
    rows, following = cut(
        queries.policy_versions(request.user, code=code, at=request.at), paging=paging, order=("-number",)
    )
    return {"items": [as_version(one) for one in rows], "next_cursor": following}


@router.get(f"{HERE}/policy-versions/{{number}}", response=PolicyVersionWhole)
def show_version(request: ContractRequest, code: str, number: int) -> dict[str, Any]:
    """Show one version and what it changed."""
    version = queries.get_policy_version(request.user, code=code, number=number, at=request.at)
    before = queries.policy_versions(request.user, code=code, at=request.at).filter(number=number - 1).first()
    return as_whole_version(version, before, get_language() or "en")


@router.get(f"{HERE}/entitlements", response=Page[EntitlementOut])
def list_entitlements(request: ContractRequest, code: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the entitlements with their balances, the first term's first."""
    found = queries.entitlements_of(request.user, code=code, at=request.at)
    rows, following = cut_reckoned(
        found, paging=paging, key=lambda row: f"{row.account.starts_at:%Y-%m-%dT%H:%M:%S} {row.account.key}"
    )
    return {"items": [as_entitlement(row) for row in rows], "next_cursor": following}


@router.get(f"{HERE}/entitlements/{{key}}/movements", response=Page[MovementOut])
def list_movements(request: ContractRequest, code: str, key: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the movements, newest first."""
    rows, following = cut(queries.movements_of(request.user, code=code, key=key, at=request.at), paging=paging)
    return {"items": [as_movement(one) for one in rows], "next_cursor": following}


@router.post(f"{HERE}/entitlements/{{key}}/movements", response={201: MovementOut})
def make_movement(request: ContractRequest, code: str, key: str, movement: MovementIn) -> Status[dict[str, Any]]:
    """Reserve, consume, release, refund or approve over-use."""
    by, at = request.user, request.at
    account = queries.get_account(by, code=code, key=key, at=at)
    reason = movement.reason or ""
    if movement.kind in {"reserve", "approve"}:
        if movement.quantity is None or not reason:
            raise MovementIncomplete
        if movement.kind == "reserve":
            actions.reserve(account=account, quantity=movement.quantity, purpose=reason, by=by, at=at)
        else:
            actions.approve_over_use(account=account, quantity=movement.quantity, reason=reason, by=by, at=at)
    else:
        if movement.reservation is None or (movement.kind != "consume" and not reason):
            raise MovementIncomplete
        reservation = queries.get_reservation(by, code=code, key=movement.reservation, at=at)
        if reservation.account_id != account.pk:
            raise NotThere
        if movement.kind == "consume":
            actions.consume(reservation=reservation, by=by, at=at)
        elif movement.kind == "release":
            actions.release(reservation=reservation, reason=reason, by=by, at=at)
        else:
            actions.refund(reservation=reservation, reason=reason, by=by, at=at)
    return Status(201, as_movement(queries.movements_of(by, code=code, key=key, at=at)[0]))


@router.get(f"{HERE}/milestones", response=Page[MilestoneOut])
def list_milestones(request: ContractRequest, code: str, paging: Query[Paging]) -> dict[str, Any]:
    """List the milestones in the order in which they are due."""
    found = queries.milestones_of(request.user, code=code, at=request.at)
    rows, following = cut(found, paging=paging, order=("due_at", "id"))
    return {"items": [as_milestone(one) for one in rows], "next_cursor": following}


@router.post(f"{HERE}/milestones/{{uuid}}/payment", response={201: MilestoneOut})
def confirm_payment(request: ContractRequest, code: str, uuid: UUID, payment: PaymentIn) -> Status[dict[str, Any]]:
    """Say that a payment was made."""
    milestone = queries.get_milestone(request.user, code=code, key=uuid, at=request.at)
    actions.confirm_payment(milestone=milestone, evidence=payment.evidence, by=request.user, at=request.at)
    return Status(201, as_milestone(milestone))


@router.get(f"{HERE}/calendar/working-time", response=WorkingTimeOut)
def working_time(
    request: ContractRequest, code: str, start: Moment | None = None, end: Moment | None = None
) -> dict[str, Any]:
    """Reckon the working time between two moments."""
    hours = _hours(request, code)  # who may not look learns nothing of what is missing
    if start is None or end is None:
        raise WrongMoments
    _within_reach(start, end)
    try:
        seconds = working_between(hours, start=start, end=end).total_seconds()
    except (ValueError, OverflowError) as error:
        raise WrongMoments from error
    return {
        "calendar_version": hours.version,
        "seconds": int(seconds),
        "is_open_at_start": is_open(hours, at=start),
    }


@router.get(f"{HERE}/calendar/due", response=DueOut)
def due(request: ContractRequest, code: str, start: Moment | None = None, duration: str = "") -> dict[str, Any]:
    """Reckon when a duration ends, step by step."""
    hours = _hours(request, code)
    if start is None:
        raise WrongMoments
    _within_reach(start, start)
    language = get_language() or "en"
    try:
        length = Duration.parse(duration)
        steps = explain(length, hours, start=start)
    except NaiveMoment as error:
        raise WrongMoments from error
    except TooLong as error:
        raise LengthTooLong from error
    except (WrongDuration, NeverOpens, OverflowError) as error:
        raise WrongLength from error
    return {
        "calendar_version": hours.version,
        "duration": str(length),
        "words": length.words(language),
        "due_at": steps[-1].end,
        "steps": [step.words(hours, language) for step in steps],
    }


def _hours(request: ContractRequest, code: str) -> "Calendar":
    contract = queries.get_contract(request.user, code=code, at=request.at)
    return queries.calendar_in_force(engagement=contract.engagement, at=request.at)


def _within_reach(start: datetime, end: datetime) -> None:
    years = (start.year, end.year)
    if not all(1900 <= year <= 2200 for year in years) or end.year - start.year > MOST_YEARS:  # noqa: PLR2004 - reach
        raise WrongMoments
