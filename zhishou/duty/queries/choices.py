"""What may be done about one shift, for whoever looks at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhishou.duty import models
from zhishou.duty.queries.calendar import MARGIN, staff
from zhishou.duty.queries.rosters import Shift, shifts
from zhishou.people.models import Person
from zhishou.people.rules import Tier

AHEAD = timedelta(days=35)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that may be done: exchange with another shift, or let a person take it."""

    key: str
    person: Person
    other: Shift | None
    asks: bool  # with the consent of the other; else at once


def choices_about(
    roster: models.Roster, shift: Shift, *, viewer: Person, is_manager: bool, at: datetime
) -> list[Choice]:
    """Return what the viewer may do about a shift that is not over."""
    if shift.ends_at <= at:
        return []
    people = [person for person in staff(roster.engagement, Tier(roster.tier), at=at) if person != shift.person]
    is_mine = shift.person == viewer
    if not is_manager and not is_mine:
        people = [person for person in people if person == viewer]
    asks = is_mine and not is_manager
    found = [
        Choice(
            key=f"p.{person.uuid}",
            person=person,
            other=None,
            asks=asks,
        )
        for person in people
    ]
    if (is_mine or is_manager) and shift.person is not None and shift.starts_at >= at:
        found += _exchanges(roster, asks=asks, able=set(people), at=at)
    return found


def _exchanges(roster: models.Roster, *, asks: bool, able: set[Person], at: datetime) -> list[Choice]:
    others = shifts(roster.engagement, Tier(roster.tier), at, at + AHEAD + MARGIN)
    return [
        Choice(
            key=other.exchange_key,
            person=other.person,
            other=other,
            asks=asks,
        )
        for other in others
        if other.person in able and other.person and other.starts_at > at and other.ends_at < at + AHEAD + MARGIN
    ]
