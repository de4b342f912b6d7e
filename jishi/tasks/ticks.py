"""Runs the ticks: one turn at a time for each name, whoever and however many they are."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from django.db.models import OuterRef, Subquery

from jishi.database.door import is_postgresql, moment
from jishi.heartbeat.door import living_ids
from jishi.tasks.models import Slot
from jishi.tasks.rules import LastTurn, Turn, slot_of, turn

log = structlog.get_logger("tick")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Something done every so often; `run(at=...)` decides by database rows and is safe to run twice.

    With `in_one_transaction` its writes commit together with the turn, exactly once; use it where `run` only
    writes a little (enqueues a task), never where it calls out.
    """

    name: str
    every: timedelta
    run: Callable[..., object]
    in_one_transaction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to run one turn."""

    tick: Tick
    slot_pk: int
    at: datetime


class DuplicateTick(ValueError):
    """Two ticks of the wiring bear the same name."""


class Ticker:
    """Looks once a second whose turn it is and runs the turns beside each other."""

    def __init__(self, ticks: Sequence[Tick], *, holder: Callable[[], str], threads: int = 4) -> None:
        names = [tick.name for tick in ticks]
        for name in names:
            if names.count(name) > 1:
                raise DuplicateTick(f"Two ticks are called “{name}”.")
        self._ticks = ticks
        self._holder = holder
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="tick")
        self._running: set[str] = set()
        self._lock = threading.Lock()

    def look(self, *, at: datetime) -> None:
        """Begin every turn that has come."""
        due = [tick for tick in due_ticks(self._ticks, at=at) if self._begin(tick)]
        for tick in due:
            self._pool.submit(self._run, tick)

    def drain(self) -> None:
        """Wait for the turns that are running; begin no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, tick: Tick) -> bool:
        with self._lock:
            if tick.name in self._running:
                return False
            self._running.add(tick.name)
            return True

    def _run(self, tick: Tick) -> None:
        try:
            close_old_connections()
            take_turn(tick, holder=self._holder(), at=moment())
        except DatabaseError as error:
            log.warning("A tick could not take its turn.", tick=tick.name, error=str(error))
            connection.close()
        finally:
            with self._lock:
                self._running.discard(tick.name)


def due_ticks(ticks: Sequence[Tick], *, at: datetime) -> list[Tick]:
    """Return the ticks whose turn seems to have come; the claim decides."""
    last = last_turns([tick.name for tick in ticks])
    return [tick for tick in ticks if turn(last.get(tick.name), every=tick.every, at=at) is not Turn.WAIT]


def last_turns(names: Sequence[str]) -> dict[str, LastTurn]:
    """Return the latest turn of each tick."""
    newest = Slot.objects.filter(name=OuterRef("name")).order_by("-slot_at").values("pk")[:1]
    rows = list(Slot.objects.filter(name__in=names, pk=Subquery(newest)))
    living = living_ids() if any(row.finished_at is None for row in rows) else frozenset[str]()
    return {
        row.name: LastTurn(
            slot_at=row.slot_at,
            attempts=row.attempts,
            finished_at=row.finished_at,
            failed=bool(row.error),
            holder_lives=row.holder in living,
        )
        for row in rows
    }


def take_turn(tick: Tick, *, holder: str, at: datetime) -> bool:
    """Run the tick if its turn has come and nobody else was first; say whether it ran."""
    with structlog.contextvars.bound_contextvars(tick=tick.name):
        if tick.in_one_transaction:
            return _turn_in_one_transaction(tick, holder=holder, at=at)
        claim = _claim(tick, holder=holder, at=at)
        if claim is None:
            return False
        error = _attempt(tick, at=at)
        _finish(claim, holder=holder, error=error)
        return True


def _turn_in_one_transaction(tick: Tick, *, holder: str, at: datetime) -> bool:
    """Run and mark in one transaction; a failure leaves the mark and takes the writes back."""
    with transaction.atomic():
        claim = _claim(tick, holder=holder, at=at)
        if claim is None:
            return False
        error = ""
        try:
            with transaction.atomic():
                tick.run(at=at)
        except Exception as raised:  # noqa: BLE001 - a tick that throws must not stop the others
            error = _told(raised)
        _finish(claim, holder=holder, error=error)
        return True


def _attempt(tick: Tick, *, at: datetime) -> str:
    try:
        tick.run(at=at)
    except Exception as raised:  # noqa: BLE001 - a tick that throws must not stop the others
        return _told(raised)
    return ""


def _told(raised: Exception) -> str:
    log.error("A tick failed.", exc_info=raised)
    return f"{type(raised).__name__}: {raised}"[:2000]


def _claim(tick: Tick, *, holder: str, at: datetime) -> Claim | None:
    """Insert or take over the row of this turn; None where another process was first."""
    try:
        with transaction.atomic():
            if not _lock_name(tick.name):
                return None
            last = last_turns([tick.name]).get(tick.name)
            decision = turn(last, every=tick.every, at=at)
            if decision is Turn.WAIT:
                return None
            if last is not None and decision is Turn.AGAIN:
                return _take_over(tick, last, holder=holder, at=at)
            if decision is Turn.CLOCK_WENT_BACK:
                log.warning("The clock went back; turns begin anew from now.")
                Slot.objects.filter(name=tick.name, slot_at__gte=slot_of(at, every=tick.every)).delete()
            slot_at = slot_of(at, every=tick.every)
            row = Slot.objects.create(name=tick.name, slot_at=slot_at, holder=holder, started_at=at)
            return Claim(tick=tick, slot_pk=row.pk, at=at)
    except IntegrityError:
        return None


def _take_over(tick: Tick, last: LastTurn, *, holder: str, at: datetime) -> Claim | None:
    row = Slot.objects.get(name=tick.name, slot_at=last.slot_at)
    taken = Slot.objects.filter(pk=row.pk, attempts=row.attempts).update(
        holder=holder, attempts=row.attempts + 1, started_at=at, finished_at=None, error=""
    )
    return Claim(tick=tick, slot_pk=row.pk, at=at) if taken else None


def _finish(claim: Claim, *, holder: str, error: str) -> None:
    Slot.objects.filter(pk=claim.slot_pk, holder=holder).update(finished_at=moment(), error=error)


def _lock_name(name: str) -> bool:
    """Let one process at a time decide about a name, without waiting for it."""
    if not is_postgresql():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"tick {name}"])
        (locked,) = cursor.fetchone()
    return bool(locked)
