"""What time alone has changed: told once, dated at the true moment."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from jishi.live.door import announce
from jishi.outbox.door import publish_all
from jishi.outbox.events import Event
from zhishou.desk.actions.clocks import SHOWN, breach, show
from zhishou.desk.events import ClockAtRisk
from zhishou.desk.models import Clock, ClockEvent
from zhishou.desk.queries.clocks import as_history, terms_of, with_versions
from zhishou.desk.rules.clocks import ClockEvent as HistoryEvent
from zhishou.desk.rules.clocks import Standing, news, read

BATCH = 1000


def tell_news(*, at: datetime) -> int:
    """Find the clocks for which time alone has changed something, and tell each once; return how many were told.

    Several ticks share the work: a row is locked while its news is written, and skipped by the others.
    """
    told = 0
    while True:
        found = _tell_some(at=at)
        told += found
        if found < BATCH:
            return told


@transaction.atomic
def _tell_some(*, at: datetime) -> int:
    due = Clock.objects.filter(next_look_at__lte=at).order_by("next_look_at")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(of=("self",), skip_locked=True)
    clocks = list(with_versions(due)[:BATCH])
    histories = _histories(clocks)
    late: list[Clock] = []
    risky: list[Clock] = []
    quiet: list[Clock] = []
    for clock in clocks:
        reading = read(terms_of(clock), histories[clock.pk], at=at)
        tidings = news(reading, told=Standing(clock.told))
        show(clock, reading, at=at)
        {Standing.BREACHED: late, Standing.AT_RISK: risky}.get(tidings or Standing.ON_TRACK, quiet).append(clock)
    breach(late, at=at)
    _warn(risky)
    Clock.objects.bulk_update(quiet, SHOWN)
    publish_all([_at_risk(clock) for clock in risky], at=at)
    for audience in {f"engagement:{clock.ticket.engagement.uuid}" for clock in [*late, *risky]}:
        announce(audience=audience, news="desk")
    return len(clocks)


def _warn(clocks: list[Clock]) -> None:
    """Mark clocks as told to be at risk; those that look next at the same moment share one statement."""
    looks: dict[datetime | None, list[int]] = {}
    for clock in clocks:
        clock.told = Standing.AT_RISK
        looks.setdefault(clock.next_look_at, []).append(clock.pk)
    for look, keys in looks.items():
        Clock.objects.filter(pk__in=keys).update(
            standing=Standing.AT_RISK, told=Standing.AT_RISK, next_look_at=look
        )


def _histories(clocks: Iterable[Clock]) -> dict[int, tuple[HistoryEvent, ...]]:
    rows: dict[int, list[ClockEvent]] = {clock.pk: [] for clock in clocks}
    for row in ClockEvent.objects.filter(clock_id__in=rows).order_by("id"):
        rows[row.clock_id].append(row)
    return {key: as_history(events) for key, events in rows.items()}


def _at_risk(clock: Clock) -> Event:
    assert clock.due_at is not None  # noqa: S101 - a clock without a deadline is never at risk
    return ClockAtRisk(
        engagement_code=clock.ticket.engagement.code,
        ticket_uuid=str(clock.ticket.uuid),
        clock_uuid=str(clock.uuid),
        commitment=clock.commitment,
        due_at=clock.due_at,
    )
