"""Announce to pages that something changed."""

import json

from django.db.models import Max

from jishi.database.door import is_postgresql, ring
from jishi.live.models import Announcement

CHANNEL = "jishi_live"
KEEP = 1000


def announce(*, audience: str, news: str) -> None:
    """Tell every open page of the audience, once the caller's transaction commits: `live:<news>` happens there."""
    if is_postgresql():
        ring(CHANNEL, json.dumps([audience, news]))
    else:
        Announcement.objects.create(audience=audience, news=news)


def sweep(**_: object) -> int:
    """Forget announcements that every live server has read by now."""
    last = Announcement.objects.aggregate(Max("pk"))["pk__max"] or 0
    return Announcement.objects.filter(pk__lte=last - KEEP).delete()[0]
