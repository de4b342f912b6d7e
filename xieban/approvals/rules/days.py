"""Days of leave: counted in halves, on working days only; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAY: Final = timedelta(days=1)
HALF_DAYS: Final = 2
"""Half days in a day."""
LONGEST: Final = 366


def working_days(first: date, last: date, *, is_working: Callable[[date], bool]) -> int:
    """Count the working days from the first to the last day, both counted."""
    length = min((last - first).days + 1, LONGEST)
    return sum(is_working(first + DAY * number) for number in range(length))


def halves(days: float) -> int | None:
    """Return days as half days; nothing where it is no number of halves, or none at all."""
    found = days * HALF_DAYS
    return int(found) if found > 0 and found == int(found) else None


def overlap(first: date, last: date, *, other_first: date, other_last: date) -> bool:
    """Say whether two leaves share a day."""
    return first <= other_last and other_first <= last


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What somebody has of annual leave in a year, in half days."""

    entitled: int
    taken: int

    @property
    def left(self) -> int:
        """Return what is left; less than nothing where more was taken."""
        return self.entitled - self.taken

    @property
    def left_days(self) -> float:
        """Return what is left, in days."""
        return self.left / HALF_DAYS

    @property
    def entitled_days(self) -> float:
        """Return what there was, in days."""
        return self.entitled / HALF_DAYS

    @property
    def taken_days(self) -> float:
        """Return what was taken or asked for, in days."""
        return self.taken / HALF_DAYS


def balance_of(entitled: int | None, taken: int) -> Balance | None:
    """Return the balance; nothing where nobody has said what he is entitled to."""
    return None if entitled is None else Balance(entitled=entitled, taken=taken)
