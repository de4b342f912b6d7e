"""The calendar feed: for programs that know a secret address, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from jishi.pages.door import PageRequest
from jishi.refusals.door import NotThere
from zhishou.duty.queries.feeds import as_ical, feed_of_token


@login_not_required
@require_safe
def feed(request: PageRequest, token: str) -> HttpResponse:
    """Hand out the shifts of a feed."""
    found = feed_of_token(token, at=request.at)
    if found is None:
        raise NotThere
    response = HttpResponse(as_ical(found, at=request.at), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="zhishou.ics"'
    response["Cache-Control"] = "private, max-age=300"
    response["Referrer-Policy"] = "no-referrer"
    return response
