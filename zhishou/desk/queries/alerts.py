"""Alerts that were told, and the tickets about them."""

from datetime import datetime

from django.db.models import Q

from zhishou.desk.models import Alert, Ticket
from zhishou.desk.rules.words import ENDED
from zhishou.people.models import Engagement


def alert_told(engagement: Engagement, *, fingerprint: str, started_at: datetime) -> Alert | None:
    """Return what we know of one time of firing; for whoever brings news of it."""
    told = Alert.objects.filter(engagement=engagement, fingerprint=fingerprint, started_at=started_at)
    return told.select_related("ticket__engagement", "ticket__merged_into__engagement").first()


def open_ticket_about(engagement: Engagement, *, fingerprint: str) -> Ticket | None:
    """Return the ticket about an alert that has not ended; what was merged into another is that one."""
    about = Alert.objects.filter(engagement=engagement, fingerprint=fingerprint, ticket__isnull=False)
    last = about.select_related("ticket__engagement", "ticket__merged_into__engagement").order_by("-id").first()
    found = last.ticket if last else None
    found = found.merged_into or found if found else None
    return found if found is not None and found.state not in ENDED else None


def still_fires(ticket: Ticket, *, but: str) -> bool:
    """Say whether another alert about a ticket, or about one merged into it, has not been told to be over."""
    about = Alert.objects.filter(Q(ticket=ticket) | Q(ticket__merged_into=ticket)).exclude(fingerprint=but)
    last = dict(about.order_by("id").values_list("fingerprint", "resolved_at"))
    return any(resolved_at is None for resolved_at in last.values())
