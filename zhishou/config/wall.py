"""The wallboard: one system on a big screen, readable from four metres; it is put together from every area."""

from typing import TYPE_CHECKING, Final, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere
from zhishou.desk.queries.dues import dues_of
from zhishou.desk.queries.lists import Wanted, wanted_tickets
from zhishou.duty.queries import calendar
from zhishou.systems import queries as systems
from zhishou.watch.queries.alerts import open_alerts
from zhishou.watch.queries.boards import availability_of, month_start, system_map

if TYPE_CHECKING:
    from zhishou.people.models import Person

MOST_TICKETS: Final = 7


@require_safe
def wall(request: PageRequest, slug: str) -> HttpResponse:
    """Show how a system does, what is open and by when, who is on watch, and how the month has been."""
    person, at = cast("Person", request.user), request.at
    system = systems.visible_systems(person, at=at).filter(slug=slug).first()
    if system is None:
        raise NotThere
    engagement = system.contract.engagement
    found = list(
        wanted_tickets(person, engagement=engagement, wanted=Wanted(), at=at).order_by("level", "-pk")[:60]
    )
    dues = dues_of(found, at=at)
    found.sort(key=lambda one: (one.level, dues.next[one.pk].due_at if one.pk in dues.next else at))
    shown = {
        "map": system_map(system),
        "system": system,
        "alerts": open_alerts(system).count(),
        "availability": availability_of(system, since=month_start(at), until=at),
        "tickets": [
            (one, _short(one.title, system=system.name), dues.next.get(one.pk)) for one in found[:MOST_TICKETS]
        ],
        "more": max(len(found) - MOST_TICKETS, 0),
        "duty": calendar.now(engagement, at=at),
    }
    return render(request, "config/parts/wall.html" if request.htmx else "config/wall.html", shown)


def _short(title: str, *, system: str) -> str:
    """Return a ticket's title without the name of the system, which stands above in large letters."""
    return title.removeprefix(f"{system}：").removeprefix(f"{system}: ")
