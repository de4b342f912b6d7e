"""Shifts as iCalendar, for whoever knows the secret address."""

import hashlib
from datetime import datetime, timedelta

from django.utils import translation
from icalendar import Calendar, Event

from zhishou.duty import models
from zhishou.duty.queries.calendar import shifts_of
from zhishou.duty.queries.rosters import VIEWERS, Shift, shifts
from zhishou.people import queries as people
from zhishou.people.models import ROLE_NAMES
from zhishou.people.rules import Role, Tier

BACK, AHEAD = timedelta(days=31), timedelta(days=180)


def feed_of_token(token: str, *, at: datetime) -> models.Feed | None:
    """Return the feed that a token opens; none where it is revoked or its person may no longer look."""
    wanted = hashlib.sha256(token.encode()).hexdigest()
    feed = models.Feed.objects.filter(token_hash=wanted, revoked_at__isnull=True).select_related(
        "person", "engagement"
    )
    found = feed.first()
    if found is None or not found.person.is_active:
        return None
    return found if people.roles_in(found.person, found.engagement, at=at) & VIEWERS else None


def as_ical(feed: models.Feed, *, at: datetime) -> bytes:
    """Write a feed's shifts as iCalendar, in its owner's language; the same shift keeps its UID."""
    since, until = at - BACK, at + AHEAD
    if feed.tier:
        found = [one for one in shifts(feed.engagement, Tier(feed.tier), since, until) if one.person]
    else:
        found = shifts_of(feed.engagement, feed.person, since=since, until=until)
    with translation.override(feed.person.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Zhishou//duty//ZH")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", f"{feed.engagement.name} {_tier_name(feed.tier) or feed.person.name}")
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        for shift in found:
            calendar.add_component(_event(shift, engagement=feed.engagement.name, at=at))
    written: bytes = calendar.to_ical()
    return written


def _tier_name(tier: str) -> str:
    return str(ROLE_NAMES[Role(tier)]) if tier else ""


def _event(shift: Shift, *, engagement: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{shift.uid}.{shift.starts_at:%Y%m%dT%H%M%SZ}@zhishou")
    event.add("dtstamp", at)
    event.add("dtstart", shift.starts_at)
    event.add("dtend", shift.ends_at)
    event.add("summary", f"{_tier_name(shift.tier)} · {shift.person}")
    event.add("description", engagement)
    event.add("transp", "TRANSPARENT")
    return event
