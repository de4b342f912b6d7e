"""Silences and maintenance windows: by whom, why, until when; and what users are told."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from jishi.live.door import announce
from jishi.refusals.door import Invalid, Refusal
from zhishou.ledger.actions import record
from zhishou.people.models import Person
from zhishou.people.queries import require_role
from zhishou.people.rules import VENDOR_ROLES, Role
from zhishou.systems.models import Component, ManagedSystem, Probe
from zhishou.watch.actions.alerting import NEWS, tell_held
from zhishou.watch.models import IncidentNote, MaintenanceWindow, PublicStatus, Silence
from zhishou.watch.rules.notes import Stage

LONGEST: Final = timedelta(days=31)
QUIETS: Final = VENDOR_ROLES
PLANS: Final = frozenset({Role.MANAGER, Role.EXPERT, Role.SECOND_LINE})
TELLS: Final = VENDOR_ROLES
OPENS: Final = frozenset({Role.MANAGER, Role.CLIENT_ADMIN})


class NeedsReason(Invalid):
    """Say why, in at most 300 characters."""


class NeedsWords(Invalid):
    """Write at most 1,000 characters, and at least one."""


class WrongSpan(Invalid):
    """It ends after it begins, after now, and within 31 days."""


class NotOfThisSystem(Invalid):
    """Choose a component or probe of this system."""


class OverAlready(Refusal):
    """It is over already."""


@transaction.atomic
def make_silence(
    *,
    system: ManagedSystem,
    component: Component | None = None,
    probe: Probe | None = None,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Person,
    at: datetime,
) -> Silence:
    """Keep quiet about a system, a component or a probe for a while; what is shown stays shown."""
    _require(by, system, QUIETS, at=at)
    _check(system, component, probe, starts_at=starts_at, ends_at=ends_at, at=at)
    made = Silence.objects.create(
        system=system,
        component=component,
        probe=probe,
        reason=_text(reason, most=300, refusal=NeedsReason),
        starts_at=starts_at,
        ends_at=ends_at,
        made_at=at,
        made_by=by,
    )
    _file(system, "watch.silence_made", made, {"reason": made.reason}, by=by, at=at)
    return made


@transaction.atomic
def end_silence(*, silence: Silence, by: Person, at: datetime) -> None:
    """End a silence early; what waited because of it is told now."""
    _require(by, silence.system, QUIETS, at=at)
    mine = Silence.objects.filter(pk=silence.pk, ended_at=None, ends_at__gt=at)
    if not mine.update(ended_at=at, ended_by=by):
        raise OverAlready
    _file(silence.system, "watch.silence_ended", silence, {}, by=by, at=at)
    tell_held(at=at, system_ids=[silence.system_id])


@transaction.atomic
def make_window(
    *,
    system: ManagedSystem,
    component: Component | None = None,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    is_shown: bool = True,
    by: Person,
    at: datetime,
) -> MaintenanceWindow:
    """Agree on a time in which the system is worked on."""
    _require(by, system, PLANS, at=at)
    _check(system, component, None, starts_at=starts_at, ends_at=ends_at, at=at)
    made = MaintenanceWindow.objects.create(
        system=system,
        component=component,
        title=_text(title, most=200, refusal=NeedsReason),
        starts_at=starts_at,
        ends_at=ends_at,
        is_shown=is_shown,
        made_at=at,
        made_by=by,
    )
    _file(system, "watch.window_made", made, {"title": made.title}, by=by, at=at)
    return made


@transaction.atomic
def cancel_window(*, window: MaintenanceWindow, by: Person, at: datetime) -> None:
    """Call a window off, or end it now."""
    _require(by, window.system, PLANS, at=at)
    mine = MaintenanceWindow.objects.filter(pk=window.pk, cancelled_at=None, ends_at__gt=at)
    # What was until now stays agreed: only what is left of a running one is taken back.
    running = window.starts_at < at
    if not (mine.update(ends_at=at) if running else mine.update(cancelled_at=at)):
        raise OverAlready
    _file(window.system, "watch.window_cancelled", window, {}, by=by, at=at)
    tell_held(at=at, system_ids=[window.system_id])


@transaction.atomic
def tell_users(*, system: ManagedSystem, stage: Stage, words: str, by: Person, at: datetime) -> IncidentNote:
    """Write on the status page how far the work on a trouble is."""
    _require(by, system, TELLS, at=at)
    note = IncidentNote.objects.create(
        system=system, stage=stage, words=_text(words, most=1000, refusal=NeedsWords), at=at, by=by
    )
    _file(system, "watch.users_told", note, {"stage": stage.value, "words": note.words}, by=by, at=at)
    announce(audience=f"engagement:{system.contract.engagement.uuid}", news=NEWS)
    return note


@transaction.atomic
def open_status_page(*, system: ManagedSystem, is_public: bool, by: Person | None, at: datetime) -> None:
    """Let anybody see the status page without signing in, or nobody; `by=None` is the operator at the console."""
    if by is not None:
        _require(by, system, OPENS, at=at)
    PublicStatus.objects.update_or_create(
        system=system, defaults={"is_public": is_public, "changed_at": at, "changed_by": by}
    )
    record(
        what="watch.status_page_opened",
        about_kind="system",
        about_key=str(system.uuid),
        engagement=system.contract.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"system": system.code, "is_public": is_public},
        process="" if by else "console",
    )


def _require(by: Person, system: ManagedSystem, roles: frozenset[Role], *, at: datetime) -> None:
    require_role(by, system.contract.engagement, roles, at=at)


def _check(
    system: ManagedSystem,
    component: Component | None,
    probe: Probe | None,
    *,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
) -> None:
    if not (starts_at < ends_at <= starts_at + LONGEST and ends_at > at):
        raise WrongSpan
    if any(one is not None and one.system_id != system.pk for one in (component, probe)):
        raise NotOfThisSystem


def _text(text: str, *, most: int, refusal: type[Invalid]) -> str:
    text = text.strip()
    if not text or len(text) > most or "\x00" in text:
        raise refusal
    return text


def _file(
    system: ManagedSystem,
    what: str,
    row: Silence | MaintenanceWindow | IncidentNote,
    payload: dict[str, str],
    *,
    by: Person,
    at: datetime,
) -> None:
    spans = (
        {}
        if isinstance(row, IncidentNote)
        else {
            "starts_at": row.starts_at.isoformat(),
            "ends_at": row.ends_at.isoformat(),
        }
    )
    record(
        what=what,
        about_kind="system",
        about_key=str(system.uuid),
        engagement=system.contract.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"system": system.code, "key": str(row.uuid), **payload, **spans},
    )
