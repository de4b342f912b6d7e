"""One movement of an account, with its evidence; called inside the transaction that changed the figures."""

from datetime import datetime

from zhishou.contracts.models import Account, Movement, Reservation
from zhishou.contracts.rules.entitlements import MovementKind
from zhishou.ledger.actions import record
from zhishou.people.models import Person


def move(
    account: Account,
    *,
    kind: MovementKind,
    quantity: int,
    by: Person | None,
    at: datetime,
    reservation: Reservation | None = None,
    reason: str = "",
) -> Movement:
    """Write the movement and file it as evidence; `account` holds the figures after it."""
    movement = Movement.objects.create(
        account=account,
        kind=kind.value,
        quantity=quantity,
        reservation=reservation,
        reason=reason,
        balance_after=account.balance,
        by=by,
        at=at,
    )
    record(
        what=f"contracts.entitlement_{kind.value}",
        about_kind="entitlement",
        about_key=str(account.uuid),
        engagement=account.contract.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={
            "key": account.key,
            "quantity": quantity,
            "balance_after": account.balance,
            "approved": account.approved,
            "reason": reason,
            "reservation": str(reservation.uuid) if reservation else "",
            "purpose": reservation.purpose if reservation else "",
        },
        process="" if by else "contracts",
    )
    return movement
