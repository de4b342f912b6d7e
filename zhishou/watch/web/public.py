"""The status page: what the users of a system may know of it, by choice without signing in."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere
from zhishou.people.queries import engagements_of
from zhishou.systems import queries as systems
from zhishou.watch.queries.boards import businesses, days_of, is_public, notes_of, parts_of, windows_ahead
from zhishou.watch.rules.words import Verdict, worst

NOTES_OF = timedelta(days=14)
DAYS = 30


@login_not_required
@require_safe
def status(request: PageRequest, slug: str) -> HttpResponse:
    """Say in few words whether the system works, what is known of a trouble, and what is planned."""
    system = systems.public_system(slug=slug)
    if not (is_public(system) or _belongs(request, system.contract.engagement_id)):
        raise NotThere
    shown_businesses = businesses(system, parts_of(system))
    shown = {
        "system": system,
        "businesses": shown_businesses,
        "standing": worst([one.standing for one in shown_businesses]) if shown_businesses else Verdict.UNKNOWN,
        "notes": notes_of(system, since=request.at - NOTES_OF)[:20],
        "windows": windows_ahead(system, at=request.at).filter(is_shown=True)[:5],
        "days": days_of(system, days=DAYS, at=request.at),
    }
    response = render(request, "watch/parts/status.html" if request.htmx else "watch/status.html", shown)
    response["Cache-Control"] = "no-cache"
    return response


def _belongs(request: PageRequest, engagement_id: int) -> bool:
    if not request.user.is_authenticated:
        return False
    return engagements_of(request.user, at=request.at).filter(pk=engagement_id).exists()
