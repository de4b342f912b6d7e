"""Does what was chosen about one shift."""

from datetime import datetime

from django.db import transaction

from zhishou.duty import models
from zhishou.duty.actions.rosters import ReasonNeeded, override, require_manager
from zhishou.duty.actions.swaps import ask_swap
from zhishou.duty.queries.choices import Choice
from zhishou.duty.queries.rosters import Shift
from zhishou.people.models import Person


@transaction.atomic
def change_shift(
    *, roster: models.Roster, shift: Shift, chosen: Choice, reason: str, by: Person, at: datetime
) -> None:
    """Ask for a swap where consent is needed; the manager's word and one's own hold at once."""
    starts_at = max(shift.starts_at, at)
    if not reason.strip():
        raise ReasonNeeded
    if chosen.asks:
        takes = (chosen.other.starts_at, chosen.other.ends_at) if chosen.other else None
        gives = (starts_at, shift.ends_at)
        ask_swap(roster=roster, of=chosen.person, gives=gives, takes=takes, reason=reason, by=by, at=at)
        return
    override(
        roster=roster,
        person=chosen.person,
        starts_at=starts_at,
        ends_at=shift.ends_at,
        reason=reason,
        by=by,
        at=at,
    )
    if chosen.other and shift.person:
        require_manager(by, roster.engagement, at=at)
        override(
            roster=roster,
            person=shift.person,
            starts_at=chosen.other.starts_at,
            ends_at=chosen.other.ends_at,
            reason=reason,
            by=by,
            at=at,
        )
