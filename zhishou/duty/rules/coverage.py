"""Where the watch is not kept: nobody, or somebody whom no page can reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhishou.duty.rules.rosters import Shift


class GapKind(StrEnum):
    """What is wrong with a stretch of the roster."""

    NOBODY = "nobody"
    DEACTIVATED = "deactivated"
    NO_ROLE = "no_role"
    NO_CHANNEL = "no_channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSpan:
    """From a moment until another (exclusive) the tier cannot be reached."""

    starts_at: datetime
    ends_at: datetime
    kind: GapKind
    person: int | None = None


def gaps(shifts: Iterable[Shift], *, faults: Mapping[int, Sequence[GapKind]]) -> list[GapSpan]:
    """Return the stretches that nobody covers or that fall to a person with a fault; neighbours are joined."""
    found: list[GapSpan] = []
    for shift in shifts:
        wrong = [GapKind.NOBODY] if shift.person is None else list(faults.get(shift.person, ()))[:1]
        for kind in wrong:
            start = shift.starts_at
            last = found[-1] if found else None
            if last and (last.ends_at, last.kind, last.person) == (start, kind, shift.person):
                start = found.pop().starts_at
            found.append(GapSpan(starts_at=start, ends_at=shift.ends_at, kind=kind, person=shift.person))
    return found
