"""Entitlements: reserve, then consume or release; refund what should not have counted; approve over-use."""

from datetime import datetime
from http import HTTPStatus

from django.db import IntegrityError, transaction
from django.db.models import F

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from zhishou.contracts.actions.movements import move
from zhishou.contracts.events import EntitlementConsumed, EntitlementRunningLow
from zhishou.contracts.models import Account, Reservation
from zhishou.contracts.queries.versions import newest_version, pack_of
from zhishou.contracts.rules.entitlements import ALLOWED, MovementKind, ReservationState, change
from zhishou.people.models import Person
from zhishou.people.queries import require_role
from zhishou.people.rules import Role

MAY_RESERVE = frozenset(
    {Role.FRONT_DESK, Role.FIRST_LINE, Role.SECOND_LINE, Role.EXPERT, Role.MANAGER, Role.CLIENT_ADMIN}
)
MAY_CONSUME = frozenset({Role.FIRST_LINE, Role.SECOND_LINE, Role.EXPERT, Role.MANAGER})
MAY_REFUND = frozenset({Role.MANAGER})
MAY_APPROVE = frozenset({Role.CLIENT_ADMIN})


class UsedUp(Refusal):
    """Only %(available)s of this entitlement are left. More needs the client administrator's recorded approval."""


class TermIsOver(Refusal):
    """The term of this entitlement does not cover this moment."""


class ReservationIsOver(Refusal):
    """This reservation has been used or given back already."""


class ReservedAlready(Refusal):
    """Something is reserved for this already."""


class NeedsReason(Invalid):
    """Say why; the reason is kept as evidence."""


class NotAQuantity(Invalid):
    """Write a whole number, at least 1."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


def reserve(
    *,
    account: Account,
    quantity: int,
    purpose: str,
    by: Person,
    at: datetime,
    about_kind: str = "",
    about_key: str = "",
) -> Reservation:
    """Set some aside for a purpose; refused where nothing is left, whoever else reserves at the same moment."""
    require_role(by, account.contract.engagement, MAY_RESERVE, at=at)
    _check(quantity, reason=purpose)
    if not account.starts_at <= at < account.ends_at:
        raise TermIsOver
    try:
        with transaction.atomic():
            # The condition and the change are one statement: two callers cannot both see the last one free.
            free = Account.objects.filter(
                pk=account.pk, granted__gte=F("reserved") + F("consumed") - F("approved") + quantity
            )
            if not free.update(reserved=F("reserved") + quantity):
                account.refresh_from_db()
                raise UsedUp(available=account.available)
            account.refresh_from_db()
            reservation = Reservation.objects.create(
                account=account,
                quantity=quantity,
                state=ReservationState.RESERVED.value,
                purpose=purpose.strip(),
                about_kind=about_kind,
                about_key=about_key,
                reserved_at=at,
            )
            move(account, kind=MovementKind.RESERVE, quantity=quantity, reservation=reservation, by=by, at=at)
    except IntegrityError as error:
        raise ReservedAlready from error
    return reservation


def consume(*, reservation: Reservation, by: Person, at: datetime) -> None:
    """Say that what was reserved has been used."""
    require_role(by, reservation.account.contract.engagement, MAY_CONSUME, at=at)
    with transaction.atomic():
        account = _take(reservation, MovementKind.CONSUME, reason="", by=by, at=at)
        _announce_use(account, reservation, at=at)


def release(*, reservation: Reservation, reason: str, by: Person, at: datetime) -> None:
    """Give back what was reserved and not used."""
    require_role(by, reservation.account.contract.engagement, MAY_RESERVE, at=at)
    _check(1, reason=reason)
    with transaction.atomic():
        _take(reservation, MovementKind.RELEASE, reason=reason.strip(), by=by, at=at)


def refund(*, reservation: Reservation, reason: str, by: Person, at: datetime) -> None:
    """Give back what was used and should not have counted, e.g. a visit for the vendor's own mistake."""
    require_role(by, reservation.account.contract.engagement, MAY_REFUND, at=at)
    _check(1, reason=reason)
    with transaction.atomic():
        _take(reservation, MovementKind.REFUND, reason=reason.strip(), by=by, at=at)


def approve_over_use(*, account: Account, quantity: int, reason: str, by: Person, at: datetime) -> None:
    """Let the balance go below zero by so much more, with the client's name and reason."""
    require_role(by, account.contract.engagement, MAY_APPROVE, at=at)
    _check(quantity, reason=reason)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(approved=F("approved") + quantity)
        account.refresh_from_db()
        move(account, kind=MovementKind.APPROVE, quantity=quantity, reason=reason.strip(), by=by, at=at)


def _take(reservation: Reservation, kind: MovementKind, *, reason: str, by: Person, at: datetime) -> Account:
    """Take the reservation into its next state exactly once, and the account's figures with it."""
    before, after = ALLOWED[kind]
    held = Reservation.objects.filter(pk=reservation.pk, state=before.value)
    if not held.update(state=after.value):
        raise ReservationIsOver
    reservation.state = after.value
    more = change(kind, reservation.quantity)
    Account.objects.filter(pk=reservation.account_id).update(
        reserved=F("reserved") + more.reserved, consumed=F("consumed") + more.consumed
    )
    account = Account.objects.select_related("contract__engagement").get(pk=reservation.account_id)
    move(account, kind=kind, quantity=reservation.quantity, reservation=reservation, reason=reason, by=by, at=at)
    return account


def _announce_use(account: Account, reservation: Reservation, *, at: datetime) -> None:
    code = account.contract.engagement.code
    publish(
        EntitlementConsumed(
            engagement_code=code,
            key=account.key,
            quantity=reservation.quantity,
            balance=account.balance,
            purpose=reservation.purpose,
        ),
        at=at,
    )
    version = newest_version(account.contract)
    terms = (
        next((one for one in pack_of(version).entitlements if one.key == account.key), None) if version else None
    )
    left, before = account.granted - account.consumed, account.granted - account.consumed + reservation.quantity
    if terms and any(left <= mark < before for mark in terms.warn_at):
        publish(
            EntitlementRunningLow(
                engagement_code=code, key=account.key, name=terms.name, unit=terms.unit, balance=left
            ),
            at=at,
        )


def _check(quantity: int, *, reason: str) -> None:
    if quantity < 1:
        raise NotAQuantity
    if not reason.strip():
        raise NeedsReason
