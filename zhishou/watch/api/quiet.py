"""Agreed quiet over HTTP: silences, maintenance windows, and what users are told."""

from http import HTTPStatus
from uuid import UUID

from ninja import Path, Query, Router, Status

from jishi.api.door import Page, Paging, cut
from zhishou.people import queries as people
from zhishou.people.queries.requests import PersonRequest
from zhishou.people.rules import Role
from zhishou.systems import queries as systems
from zhishou.systems.models import Component, ManagedSystem, Probe
from zhishou.watch import actions
from zhishou.watch.actions.quiet import PLANS, QUIETS, TELLS, NotOfThisSystem
from zhishou.watch.api.endpoints import HERE, system_here
from zhishou.watch.api.schemas import SilenceIn, SilenceOut, UserNoteIn, UserNoteOut, WindowIn, WindowOut
from zhishou.watch.models import IncidentNote, MaintenanceWindow, Silence
from zhishou.watch.queries.boards import notes_of
from zhishou.watch.queries.quiet import silence_of, silences_of, window_of, windows_of

router = Router(tags=["watch"])


def _minds(request: PersonRequest, code: str, system: str, roles: frozenset[Role]) -> ManagedSystem:
    """Return the system to whoever may change this: who may not learns nothing of what is missing."""
    found = system_here(request, code, system)
    people.require_role(request.user, found.contract.engagement, roles, at=request.at)
    return found


def _component(system: ManagedSystem, code: str) -> Component | None:
    found = systems.components_of(system).filter(code=code).first() if code else None
    if code and found is None:
        raise NotOfThisSystem
    return found


def _probe(system: ManagedSystem, code: str) -> Probe | None:
    found = systems.probes_of(system).filter(code=code).first() if code else None
    if code and found is None:
        raise NotOfThisSystem
    return found


@router.get(f"{HERE}/silences", url_name="watch_silences", response=Page[SilenceOut])
def list_silences(request: PersonRequest, code: Path[str], system: str, paging: Query[Paging]) -> dict[str, object]:
    """List the silences of a system, the latest first; those that are over too."""
    rows, following = cut(silences_of(system_here(request, code, system)), paging=paging)
    return {"items": rows, "next_cursor": following}


@router.post(f"{HERE}/silences", url_name="watch_silences", response={HTTPStatus.CREATED: SilenceOut})
def make_silence(request: PersonRequest, code: Path[str], system: str, sent: SilenceIn) -> Status[Silence]:
    """Keep quiet about a system, a component or a probe for a while; what is shown stays shown."""
    found = _minds(request, code, system, QUIETS)
    made = actions.make_silence(
        system=found,
        component=_component(found, sent.component),
        probe=_probe(found, sent.probe),
        reason=sent.reason,
        starts_at=sent.starts_at,
        ends_at=sent.ends_at,
        by=request.user,
        at=request.at,
    )
    return Status(HTTPStatus.CREATED, made)


@router.post(f"{HERE}/silences/{{uuid}}/end", url_name="watch_silence_end", response=SilenceOut)
def end_silence(request: PersonRequest, code: Path[str], system: str, uuid: UUID) -> Silence:
    """End a silence early; what waited because of it is told now."""
    found = _minds(request, code, system, QUIETS)
    actions.end_silence(silence=silence_of(found, uuid=str(uuid)), by=request.user, at=request.at)
    return silence_of(found, uuid=str(uuid))


@router.get(f"{HERE}/windows", url_name="watch_windows", response=Page[WindowOut])
def list_windows(request: PersonRequest, code: Path[str], system: str, paging: Query[Paging]) -> dict[str, object]:
    """List the maintenance windows of a system, the latest first; past and cancelled ones too."""
    found = windows_of(system_here(request, code, system))
    rows, following = cut(found, paging=paging, order=("-starts_at", "-id"))
    return {"items": rows, "next_cursor": following}


@router.post(f"{HERE}/windows", url_name="watch_windows", response={HTTPStatus.CREATED: WindowOut})
def make_window(request: PersonRequest, code: Path[str], system: str, sent: WindowIn) -> Status[MaintenanceWindow]:
    """Agree on a time in which the system is worked on."""
    found = _minds(request, code, system, PLANS)
    made = actions.make_window(
        system=found,
        component=_component(found, sent.component),
        title=sent.title,
        starts_at=sent.starts_at,
        ends_at=sent.ends_at,
        is_shown=sent.is_shown,
        by=request.user,
        at=request.at,
    )
    return Status(HTTPStatus.CREATED, made)


@router.post(f"{HERE}/windows/{{uuid}}/cancel", url_name="watch_window_cancel", response=WindowOut)
def cancel_window(request: PersonRequest, code: Path[str], system: str, uuid: UUID) -> MaintenanceWindow:
    """Call a window off, or end it now."""
    found = _minds(request, code, system, PLANS)
    actions.cancel_window(window=window_of(found, uuid=str(uuid)), by=request.user, at=request.at)
    return window_of(found, uuid=str(uuid))


@router.get(f"{HERE}/notes", url_name="watch_notes", response=Page[UserNoteOut])
def list_notes(request: PersonRequest, code: Path[str], system: str, paging: Query[Paging]) -> dict[str, object]:
    """List what the users of a system were told on its status page, the latest first."""
    found = system_here(request, code, system)
    rows, following = cut(notes_of(found, since=found.created_at).select_related("by"), paging=paging)
    return {"items": rows, "next_cursor": following}


@router.post(f"{HERE}/notes", url_name="watch_notes", response={HTTPStatus.CREATED: UserNoteOut})
def tell_users(request: PersonRequest, code: Path[str], system: str, sent: UserNoteIn) -> Status[IncidentNote]:
    """Write on the status page how far the work on a trouble is."""
    found = _minds(request, code, system, TELLS)
    made = actions.tell_users(system=found, stage=sent.stage, words=sent.words, by=request.user, at=request.at)
    return Status(HTTPStatus.CREATED, made)
