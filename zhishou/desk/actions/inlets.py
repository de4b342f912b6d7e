"""Inlets: added, changed, switched off; each is looked into by one worker at a time."""

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any, Final, cast

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q

from jishi.files.door import NoRoom
from jishi.refusals.door import Refusal
from jishi.vault.door import VaultLocked
from zhishou.desk.actions.setting_aside import set_aside, try_again
from zhishou.desk.actions.taking_in import take_message
from zhishou.desk.channels.protocol import Call, Channel, Details, Found, Heard
from zhishou.desk.channels.registry import channel
from zhishou.desk.models import Inlet
from zhishou.desk.queries.inlets import MINDS
from zhishou.ledger.actions import record
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import require_role

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
LOOK_EVERY: Final = timedelta(seconds=30)
LEASE: Final = timedelta(minutes=5)
MOST_AT_ONCE: Final = 200


class AlreadyThere(Refusal):
    """This contract has that one already."""


class NoSuchKind(Refusal):
    """Nothing comes in by itself that way."""


class BusyLooking(Refusal):
    """Somebody is looking right now. Wait a moment."""


def _kind(kind: str) -> Channel:
    found = channel(kind)
    if found is None or found.form is None or found.shown is None:
        raise NoSuchKind
    return found


@transaction.atomic
def add_inlet(*, engagement: Engagement, kind: str, details: Details, by: Person, at: datetime) -> Inlet:
    """Add a way in; from now on it works by itself."""
    require_role(by, engagement, MINDS, at=at)
    way = _kind(kind)
    inlet = Inlet(
        engagement=engagement,
        kind=kind,
        shown=_shown(way, details),
        details=json.dumps(dict(details), ensure_ascii=False),
        next_look_at=at if way.poll else None,
        added_at=at,
        added_by=by,
    )
    _save(inlet)
    _record(inlet, "desk.inlet_added", by=by, at=at)
    return inlet


@transaction.atomic
def change_inlet(*, inlet: Inlet, details: Details, by: Person, at: datetime) -> Inlet:
    """Change what an inlet needs to know; a secret that was left empty stays as it was."""
    require_role(by, inlet.engagement, MINDS, at=at)
    way = _kind(inlet.kind)
    before = details_of(inlet)
    secrets = way.form.secrets if way.form else frozenset[str]()
    kept = {
        name: before.get(name, "") if name in secrets and not value else value for name, value in details.items()
    }
    inlet.shown = _shown(way, kept)
    inlet.details = cast("Any", json.dumps(kept, ensure_ascii=False))
    inlet.next_look_at = at if way.poll else None
    _save(inlet)
    _record(inlet, "desk.inlet_changed", by=by, at=at)
    return inlet


@transaction.atomic
def switch_inlet(*, inlet: Inlet, on: bool, by: Person, at: datetime) -> Inlet:
    """Let an inlet rest, or work again; what waits outside is found then."""
    require_role(by, inlet.engagement, MINDS, at=at)
    inlet.is_on = on
    inlet.next_look_at = at if _kind(inlet.kind).poll else None
    inlet.save(update_fields=["is_on", "next_look_at"])
    what = "desk.inlet_switched_off"
    if on:
        what = "desk.inlet_switched_on"
    _record(inlet, what, by=by, at=at)
    return inlet


def _shown(way: Channel, details: Details) -> str:
    return (way.shown(details) if way.shown else "")[:200]


def _save(inlet: Inlet) -> None:
    try:
        with transaction.atomic():
            inlet.save()
    except IntegrityError as error:
        raise AlreadyThere from error


def _record(inlet: Inlet, what: str, *, by: Person, at: datetime) -> None:
    record(
        what=what,
        about_kind="inlet",
        about_key=str(inlet.uuid),
        engagement=inlet.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"kind": inlet.kind, "shown": inlet.shown},
    )


def details_of(inlet: Inlet) -> Mapping[str, str]:
    """Open what an inlet needs to know; for its channel, never for a page."""
    found: dict[str, str] = json.loads(inlet.details.reveal() or "{}")
    return found


def hear(*, inlet: Inlet, call: Call, at: datetime) -> Heard:
    """Take in what a request to an inlet's address says."""
    way = channel(inlet.kind)
    if way is None or way.hook is None:
        raise NoSuchKind
    heard = way.hook(call, details=details_of(inlet), at=at)
    for message in heard.messages:
        take_message(inlet=inlet, incoming=message, at=at)
    _worked(inlet, at=at)
    return heard


def claim_look(*, inlet: Inlet, at: datetime) -> bool:
    """Put the next look off; of two ticks only one asks for this one."""
    due = Inlet.objects.filter(pk=inlet.pk, is_on=True, next_look_at=inlet.next_look_at)
    return due.update(next_look_at=at + LOOK_EVERY) > 0


def look_into(*, inlet: Inlet, clock: Clock, at_once: bool = False) -> int:
    """Take in what is new; returns how many messages were kept. One worker at a time, and none for ever.

    A message that fails by a fault of ours is set aside, and tried again later, or `at_once`.
    """
    way = channel(inlet.kind)
    if way is None or way.poll is None:
        raise NoSuchKind
    if not _hold(inlet, at=clock()):
        raise BusyLooking
    count = 0
    try:
        inlet.refresh_from_db()
        count += try_again(inlet=inlet, clock=clock, at_once=at_once)
        looks = way.poll(details=details_of(inlet), memory=inlet.memory, at=clock())
        with closing(looks):
            for found in looks:
                count += _take(inlet, found, at=clock())
                if count >= MOST_AT_ONCE or not _still_on(inlet, at=clock()):
                    break
    except (OSError, VaultLocked, ValueError, NoRoom) as error:
        # What the other side does wrong is written down for whoever minds the inlet.
        _failed(inlet, error, at=clock())
    except Exception as error:
        # Our own fault: the task fails and is seen, and whoever minds the inlet sees that nothing comes in.
        _failed(inlet, error, at=clock())
        raise
    else:
        _worked(inlet, at=clock())
    finally:
        Inlet.objects.filter(pk=inlet.pk).update(looking_until=None)
    return count


def _take(inlet: Inlet, found: Found, *, at: datetime) -> int:
    try:
        return take_message(inlet=inlet, incoming=found.message, memory=found.memory, at=at) is not None
    except (OSError, NoRoom):  # nowhere to put anything: the next would fare no better
        raise
    except Exception as error:
        log.exception("A message was set aside.", inlet=str(inlet.uuid), reference=found.message.reference[:250])
        set_aside(inlet=inlet, incoming=found.message, memory=found.memory, error=error, at=at)
        return 0


def _hold(inlet: Inlet, *, at: datetime) -> bool:
    free = Q(looking_until__isnull=True) | Q(looking_until__lte=at)
    return Inlet.objects.filter(free, pk=inlet.pk, is_on=True).update(looking_until=at + LEASE) > 0


def _still_on(inlet: Inlet, *, at: datetime) -> bool:
    return Inlet.objects.filter(pk=inlet.pk, is_on=True).update(looking_until=at + LEASE) > 0


def _worked(inlet: Inlet, *, at: datetime) -> None:
    Inlet.objects.filter(pk=inlet.pk).update(worked_at=at, failing_since=None, last_error="")


def _failed(inlet: Inlet, error: Exception, *, at: datetime) -> None:
    log.warning("An inlet could not be looked into.", inlet=str(inlet.uuid), error=type(error).__name__)
    Inlet.objects.filter(pk=inlet.pk, failing_since__isnull=True).update(failing_since=at)
    Inlet.objects.filter(pk=inlet.pk).update(last_error=f"{error}"[:500] or type(error).__name__)
