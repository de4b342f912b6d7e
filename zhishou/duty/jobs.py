"""Background doors of duty: events heard, and what its ticks do."""

from datetime import datetime

from zhishou.duty.actions.rosters import follow_account
from zhishou.duty.actions.swaps import expire_swaps
from zhishou.people import queries as people
from zhishou.people.events import PersonDeactivated, PersonReactivated


def on_account_closed_or_opened(event: PersonDeactivated | PersonReactivated, *, at: datetime) -> None:
    """Take somebody with a closed account off every watch; put one with a reopened account back."""
    person = people.person_of_event(uuid=event.key)
    if person is not None:
        follow_account(person=person, happened_at=event.happened_at, at=at)


def tick_swaps(*, at: datetime) -> None:
    """Close the swap requests that nobody answered in time."""
    expire_swaps(at=at)
