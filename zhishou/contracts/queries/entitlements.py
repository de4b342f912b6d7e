"""Entitlements as they stand, and every movement that made them so."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from zhishou.contracts.models import Account, Movement, Reservation
from zhishou.contracts.queries.contracts import get_contract
from zhishou.contracts.queries.versions import newest_version, pack_of
from zhishou.contracts.rules.entitlements import Figures, MovementKind, ReservationState, fold
from zhishou.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementRow:
    """One account with the words of the newest version."""

    account: Account
    name: str
    unit: str
    service: str
    mode: str
    is_current: bool

    @property
    def last_moment(self) -> datetime:
        """Return a moment on the last day of the term, for pages that name days."""
        return self.account.ends_at - timedelta(seconds=1)

    @property
    def used_share(self) -> int:
        """How much of all that may be used is used or reserved, in percent."""
        total = self.account.granted + self.account.approved
        return round(100 * (self.account.reserved + self.account.consumed) / total) if total else 100


def entitlements_of(viewer: Person, *, code: str, at: datetime) -> list[EntitlementRow]:
    """Return every account of the contract, the current term's first."""
    contract = get_contract(viewer, code=code, at=at)
    version = newest_version(contract)
    words = {one.key: one for one in pack_of(version).entitlements} if version else {}
    accounts = Account.objects.filter(contract=contract).order_by("-starts_at", "key")
    return [
        EntitlementRow(
            account=account,
            name=words[account.key].name if account.key in words else account.key,
            unit=words[account.key].unit if account.key in words else "",
            service=words[account.key].service.value if account.key in words else "",
            mode=words[account.key].mode.value if account.key in words else "",
            is_current=account.starts_at <= at < account.ends_at,
        )
        for account in accounts
    ]


def get_account(viewer: Person, *, code: str, key: str, at: datetime) -> Account:
    """Return the account of this key that covers the moment, or the newest one."""
    contract = get_contract(viewer, code=code, at=at)
    accounts = Account.objects.filter(contract=contract, key=key).select_related("contract__engagement")
    found = accounts.filter(starts_at__lte=at, ends_at__gt=at).first() or accounts.order_by("-starts_at").first()
    if found is None:
        raise NotThere
    return found


def get_reservation(viewer: Person, *, code: str, key: uuid.UUID, at: datetime) -> Reservation:
    """Return one reservation of the contract."""
    contract = get_contract(viewer, code=code, at=at)
    found = (
        Reservation.objects.filter(account__contract=contract, uuid=key)
        .select_related("account__contract__engagement")
        .first()
    )
    if found is None:
        raise NotThere
    return found


def movements_of(viewer: Person, *, code: str, key: str, at: datetime) -> QuerySet[Movement]:
    """Return the movements of an entitlement, newest first."""
    account = get_account(viewer, code=code, key=key, at=at)
    return Movement.objects.filter(account=account).select_related("by", "reservation").order_by("-id")


def open_reservations(viewer: Person, *, code: str, key: str, at: datetime) -> QuerySet[Reservation]:
    """Return the reservations that can still move: reserved ones, and consumed ones that could be refunded."""
    account = get_account(viewer, code=code, key=key, at=at)
    states = [ReservationState.RESERVED.value, ReservationState.CONSUMED.value]
    return Reservation.objects.filter(account=account, state__in=states)


def unproven_accounts() -> Iterator[tuple[Account, Figures]]:
    """Yield the accounts whose figures are not the sum of their movements; there must never be one."""
    for account in Account.objects.select_related("contract__engagement"):
        moves = Movement.objects.filter(account=account).order_by("id").values_list("kind", "quantity")
        figures = fold((MovementKind(kind), quantity) for kind, quantity in moves)
        if figures != Figures(
            granted=account.granted,
            approved=account.approved,
            reserved=account.reserved,
            consumed=account.consumed,
        ):
            yield account, figures
