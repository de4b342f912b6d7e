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
    """Return the stretches that nobody covers, neighbours joined, and those of each person with a fault.

    What is wrong with a person is one gap, from the first shift that falls to him until the end of the last:
    a rotation of days would otherwise be thirty gaps with one cause.
    """
    nobody: list[GapSpan] = []
    persons: dict[int, GapSpan] = {}
    for shift in shifts:
        if shift.person is None:
            start = nobody.pop().starts_at if nobody and nobody[-1].ends_at == shift.starts_at else shift.starts_at
            nobody.append(GapSpan(starts_at=start, ends_at=shift.ends_at, kind=GapKind.NOBODY))
        elif faults.get(shift.person):
            first = persons.get(shift.person)
            persons[shift.person] = GapSpan(
                starts_at=first.starts_at if first else shift.starts_at,
                ends_at=shift.ends_at,
                kind=faults[shift.person][0],
                person=shift.person,
            )
    return sorted([*nobody, *persons.values()], key=lambda span: (span.starts_at, span.ends_at))
