"""Announce to pages that something changed, and say where they hear of it."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest

from jishi.database.door import is_postgresql, ring_all
from jishi.live.models import Announcement

CHANNEL = "jishi_live"
KEEP = 1000


def announce(*, audience: str, news: str) -> None:
    """Tell every open page of the audience, once the caller's transaction commits: `live:<news>` happens there."""
    announce_all([(audience, news)])


def announce_all(what: Iterable[tuple[str, str]]) -> None:
    """Tell many audiences, each its news, in one statement."""
    if is_postgresql():
        ring_all(CHANNEL, [json.dumps(one) for one in what])
    else:
        Announcement.objects.bulk_create(Announcement(audience=audience, news=news) for audience, news in what)


def sweep(**_: object) -> int:
    """Forget announcements that every live server has read by now."""
    last = Announcement.objects.aggregate(Max("pk"))["pk__max"] or 0
    return Announcement.objects.filter(pk__lte=last - KEEP).delete()[0]


def address(request: HttpRequest) -> str:
    """Return where this page hears news: `LIVE_URL`, or the live port of the host that the page was asked of."""
    if settings.LIVE_URL:
        return str(settings.LIVE_URL)
    host = request.get_host()
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return f"{request.scheme}://{name}:{settings.LIVE_PORT}/live/"
