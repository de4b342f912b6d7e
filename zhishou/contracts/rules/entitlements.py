"""How an entitlement moves, and what its figures are when all movements are added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class MovementKind(StrEnum):
    """One kind of movement."""

    GRANT = "grant"
    APPROVE = "approve"
    RESERVE = "reserve"
    CONSUME = "consume"
    RELEASE = "release"
    REFUND = "refund"


class ReservationState(StrEnum):
    """How a reservation stands."""

    RESERVED = "reserved"
    CONSUMED = "consumed"
    RELEASED = "released"
    REFUNDED = "refunded"


ALLOWED: Final = {
    MovementKind.CONSUME: (ReservationState.RESERVED, ReservationState.CONSUMED),
    MovementKind.RELEASE: (ReservationState.RESERVED, ReservationState.RELEASED),
    MovementKind.REFUND: (ReservationState.CONSUMED, ReservationState.REFUNDED),
}
"""From which state into which a movement takes its reservation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an account holds."""

    granted: int = 0
    approved: int = 0
    reserved: int = 0
    consumed: int = 0

    @property
    def available(self) -> int:
        """What can be reserved now."""
        return self.granted + self.approved - self.reserved - self.consumed


def change(kind: MovementKind, quantity: int) -> Figures:
    """Return by how much a movement changes each figure."""
    match kind:
        case MovementKind.GRANT:
            return Figures(granted=quantity)
        case MovementKind.APPROVE:
            return Figures(approved=quantity)
        case MovementKind.RESERVE:
            return Figures(reserved=quantity)
        case MovementKind.CONSUME:
            return Figures(reserved=-quantity, consumed=quantity)
        case MovementKind.RELEASE:
            return Figures(reserved=-quantity)
        case MovementKind.REFUND:
            return Figures(consumed=-quantity)


def fold(movements: Iterable[tuple[MovementKind, int]]) -> Figures:
    """Return the figures after all movements."""
    total = Figures()
    for kind, quantity in movements:
        more = change(kind, quantity)
        total = Figures(
            granted=total.granted + more.granted,
            approved=total.approved + more.approved,
            reserved=total.reserved + more.reserved,
            consumed=total.consumed + more.consumed,
        )
    return total
