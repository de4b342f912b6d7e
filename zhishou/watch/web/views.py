"""The map of a system, its components, its probes, and what is not normal."""

from datetime import timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere
from zhishou.systems import queries as systems
from zhishou.watch import queries
from zhishou.watch.queries.alerts import gravest_first, that_mattered
from zhishou.watch.queries.boards import (
    availability_of,
    businesses,
    incidents_of,
    month_start,
    signals_of,
    states_of,
    system_map,
)
from zhishou.watch.queries.charts import LENGTHS, Span, chart_of
from zhishou.watch.web.looks import component_here, enter, probe_here, system_here
from zhishou.watch.web.rows import history_rows, probe_rows, tabs, unit_of

RECENT = 50


@require_safe
def overview(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Turn to the only system, or show all of them."""
    look = enter(request, engagement_code)
    found = list(systems.systems_of(look.person, engagement=look.engagement, at=look.at))
    if len(found) == 1:
        return redirect("watch:map", engagement_code=engagement_code, system_code=found[0].code)
    shown = {"look": look, "maps": [system_map(one) for one in found]}
    return render(request, "watch/parts/systems.html" if request.htmx else "watch/overview.html", shown)


@require_safe
def show_map(request: PageRequest, engagement_code: str, system_code: str) -> HttpResponse:
    """Show how a system does now, component by component."""
    look = enter(request, engagement_code)
    system = system_here(look, system_code)
    found = system_map(system)
    since = month_start(look.at)
    shown = {
        "look": look,
        "map": found,
        "system": system,
        "businesses": businesses(system, found.parts),
        "alerts": queries.open_alerts(system),
        "availability": availability_of(system, since=since, until=look.at),
        "tabs": tabs(look, system, current="map"),
    }
    return render(request, "watch/parts/map.html" if request.htmx else "watch/map.html", shown)


@require_safe
def component(request: PageRequest, engagement_code: str, system_code: str, component_code: str) -> HttpResponse:
    """Show one component with everything that is measured of it."""
    look = enter(request, engagement_code)
    system = system_here(look, system_code)
    found = component_here(system, component_code)
    part = next(one for one in system_map(system).parts if one.component == found)
    shown = {
        "look": look,
        "system": system,
        "part": part,
        "rows": probe_rows(states_of(system, component=found)),
        "spans": list(Span),
        "alerts": queries.open_alerts(system).filter(component=found),
        "tabs": tabs(look, system, current="map"),
    }
    return render(request, "watch/parts/component.html" if request.htmx else "watch/component.html", shown)


def _span(request: PageRequest, *, default: Span) -> Span:
    asked = request.GET.get("span", default.value)
    if asked not in set(Span):
        raise NotThere
    return Span(asked)


@require_safe
def history(request: PageRequest, engagement_code: str, system_code: str, probe_code: str) -> HttpResponse:
    """Show what one probe measured, and when it was not normal."""
    look = enter(request, engagement_code)
    system = system_here(look, system_code)
    probe = probe_here(system, probe_code)
    span = _span(request, default=Span.WEEK)
    since = look.at - LENGTHS[span]
    row = next(iter(probe_rows([one for one in states_of(system) if one.probe_id == probe.pk])), None)
    shown = {
        "look": look,
        "system": system,
        "probe": probe,
        "row": row,
        "span": span,
        "spans": list(Span),
        "incidents": history_rows(incidents_of(probe, since=since, until=look.at), at=look.at),
        "signals": signals_of(probe, since=since)[:RECENT],
        "tabs": tabs(look, system, current="map"),
    }
    return render(request, "watch/history.html", shown)


@require_safe
def chart(request: PageRequest, engagement_code: str, system_code: str, probe_code: str) -> HttpResponse:
    """Give the figures of a chart."""
    look = enter(request, engagement_code)
    probe = probe_here(system_here(look, system_code), probe_code)
    found = chart_of(probe, span=_span(request, default=Span.DAY), at=look.at)
    return JsonResponse({name: getattr(found, name) for name in found.__slots__})


@require_safe
def alerts(request: PageRequest, engagement_code: str) -> HttpResponse:
    """Show what is not normal now, and what was."""
    look = enter(request, engagement_code)
    every = queries.alerts_of(look.person, engagement=look.engagement, at=look.at)
    watched = systems.systems_of(look.person, engagement=look.engagement, at=look.at)
    shown = {
        "look": look,
        "watches": watched.exists() or every.exists(),
        "open": history_rows(gravest_first(every.filter(closed_at=None))[:200], at=look.at),
        "closed": history_rows(that_mattered(every)[:RECENT], at=look.at),
        "tabs": tabs(look, None, current="alerts"),
    }
    return render(request, "watch/parts/alerts.html" if request.htmx else "watch/alerts.html", shown)


@require_safe
def alert(request: PageRequest, engagement_code: str, uuid: str) -> HttpResponse:
    """Show one alert, what broke with it, and the samples around it."""
    look = enter(request, engagement_code)
    found = queries.get_alert(look.person, engagement=look.engagement, uuid=uuid, at=look.at)
    leader = found.leader or found
    shown = {
        "look": look,
        "alert": found,
        "system": found.system,
        "unit": unit_of(found.probe),
        "ticket_number": leader.ticket_number,
        "group": history_rows(queries.group_of(found), at=look.at),
        "signals": signals_of(found.probe, since=found.opened_at - timedelta(hours=1))[:RECENT],
        "tabs": tabs(look, found.system, current="alerts"),
    }
    return render(request, "watch/alert.html", shown)
