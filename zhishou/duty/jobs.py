"""Background doors of duty: events heard, and what its ticks do."""

from datetime import datetime

from zhishou.duty.actions.climbing import climb_due, climb_started
from zhishou.duty.actions.coverage import check_coverage
from zhishou.duty.actions.ladders import page_failed
from zhishou.duty.actions.rosters import follow_account
from zhishou.duty.actions.swaps import expire_swaps
from zhishou.duty.events import LadderStarted
from zhishou.notify import queries as notify
from zhishou.notify.events import DeliveryFailed
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


def on_ladder_started(event: LadderStarted, *, at: datetime) -> None:
    """Call the first at once; whoever is to be called later is found by the tick."""
    climb_started(uuid=event.run_uuid, at=at)


def tick_ladders(*, at: datetime) -> None:
    """Take every due step of every ladder."""
    climb_due(at=at)


def tick_coverage(*, at: datetime) -> None:
    """Look ahead for gaps in the rosters."""
    check_coverage(at=at)


def on_delivery_failed(event: DeliveryFailed, *, at: datetime) -> None:
    """Go on at once where a page reached nobody."""
    for key in notify.dedup_keys(event.notice_uuids):
        kind, _, page_uuid = key.partition(":")
        if kind == "duty.page":
            page_failed(page_uuid=page_uuid, happened_at=event.failed_at, at=at)
