"""The watch over HTTP: how components and probes stand, what they measured, and what is not normal."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from ninja import Path, Query, Router

from jishi.api.door import Moment, Page, Paging, cut, cut_reckoned
from jishi.refusals.door import Invalid, NotThere
from zhishou.people import queries as people
from zhishou.people.models import Engagement
from zhishou.people.queries.requests import PersonRequest
from zhishou.systems import queries as systems
from zhishou.systems.models import ManagedSystem, Probe
from zhishou.watch import queries
from zhishou.watch.api import schemas
from zhishou.watch.api.schemas import AlertShown, ProbeOut, ProbeWhole, SampleOut, SeriesOut, StandingOut
from zhishou.watch.models import Alert, ProbeState
from zhishou.watch.queries.boards import parts_of, states_of
from zhishou.watch.queries.series import raw, series

router = Router(tags=["watch"])
HERE: Final = "/systems/{system}"
A_DAY: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=731)


class WrongStretch(Invalid):
    """The end lies after the start; samples are given for at most a day at once, a series for two years."""


def enter(request: PersonRequest, code: str) -> Engagement:
    """Return the contract; a stranger finds nothing, the wrong role is told so."""
    engagement = people.get_engagement(request.user, code=code, at=request.at)
    people.require_role(request.user, engagement, systems.SEES, at=request.at)
    return engagement


def system_here(request: PersonRequest, code: str, system: str) -> ManagedSystem:
    """Return the system that the address names."""
    return systems.get_system(request.user, engagement=enter(request, code), code=system, at=request.at)


def _probe(request: PersonRequest, code: str, system: str, probe: str) -> Probe:
    found = systems.probes_of(system_here(request, code, system)).filter(code=probe).first()
    if found is None:
        raise NotThere
    return found


def _stretch(
    request: PersonRequest, since: datetime | None, until: datetime | None, *, longest: timedelta
) -> tuple[datetime, datetime]:
    until = until or request.at
    since = since or until - A_DAY
    if not timedelta() < until - since <= longest:
        raise WrongStretch
    return since, until


@router.get(f"{HERE}/components", url_name="watch_components", response=Page[StandingOut])
def list_components(
    request: PersonRequest, code: Path[str], system: str, paging: Query[Paging]
) -> dict[str, object]:
    """List the components of a system as they stand, in the order of its profile."""
    found = parts_of(system_here(request, code, system))
    rows, following = cut_reckoned(
        found, paging=paging, key=lambda one: f"{one.component.rank:06} {one.component.pk:012}"
    )
    return {"items": rows, "next_cursor": following}


@router.get(f"{HERE}/probes", url_name="watch_probes", response=Page[ProbeOut])
def list_probes(request: PersonRequest, code: Path[str], system: str, paging: Query[Paging]) -> dict[str, object]:
    """List the probes of a system as they stand, in the order of its profile."""
    found = states_of(system_here(request, code, system))
    rows, following = cut_reckoned(found, paging=paging, key=lambda one: f"{one.probe.rank:06} {one.pk:012}")
    return {"items": rows, "next_cursor": following}


@router.get(f"{HERE}/probes/{{probe}}", url_name="watch_probe", response=ProbeWhole)
def show_probe(request: PersonRequest, code: Path[str], system: str, probe: str) -> ProbeState:
    """Show a probe with its limits, and what to do where it is not normal."""
    asked = _probe(request, code, system, probe)
    found = next((one for one in states_of(asked.system) if one.probe_id == asked.pk), None)
    if found is None:
        raise NotThere
    return found


@router.get(f"{HERE}/probes/{{probe}}/series", url_name="watch_series", response=SeriesOut)
def show_series(  # noqa: PLR0917 - as the library asks for them
    request: PersonRequest,
    code: Path[str],
    system: str,
    probe: str,
    since: Moment | None = None,
    until: Moment | None = None,
) -> dict[str, object]:
    """Return what a probe measured in a stretch (the last day), in as many steps as a chart shows."""
    asked = _probe(request, code, system, probe)
    begins, ends = _stretch(request, since, until, longest=LONGEST)
    return schemas.series(series(probe_id=asked.pk, since=begins, until=ends))


@router.get(f"{HERE}/probes/{{probe}}/samples", url_name="watch_samples", response=Page[SampleOut])
def list_samples(  # noqa: PLR0917 - as the library asks for them
    request: PersonRequest,
    code: Path[str],
    system: str,
    probe: str,
    paging: Query[Paging],
    since: Moment | None = None,
    until: Moment | None = None,
) -> dict[str, object]:
    """List every sample of a stretch (the last day), the oldest first; samples are kept for fourteen days."""
    asked = _probe(request, code, system, probe)
    begins, ends = _stretch(request, since, until, longest=A_DAY)
    found = raw(probe_id=asked.pk, since=begins, until=ends)
    rows, following = cut_reckoned(found, paging=paging, key=lambda one: f"{one.at:016}")
    return {"items": [schemas.sample(one) for one in rows], "next_cursor": following}


@router.get("/watch/alerts", url_name="watch_alerts", response=Page[AlertShown])
def list_alerts(
    request: PersonRequest,
    code: Path[str],
    paging: Query[Paging],
    system: str = "",
    *,
    is_open: bool | None = None,
) -> dict[str, object]:
    """List the alerts of the contract's systems, the latest first."""
    found = queries.alerts_of(request.user, engagement=enter(request, code), at=request.at)
    found = found.filter(system__code=system) if system else found
    found = found if is_open is None else found.filter(closed_at__isnull=is_open)
    rows, following = cut(found, paging=paging)
    return {"items": rows, "next_cursor": following}


@router.get("/watch/alerts/{uuid}", url_name="watch_alert", response=AlertShown)
def show_alert(request: PersonRequest, code: Path[str], uuid: UUID) -> Alert:
    """Show an alert."""
    return queries.get_alert(request.user, engagement=enter(request, code), uuid=uuid, at=request.at)
