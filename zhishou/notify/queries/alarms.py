"""Whether messages leave the house at all."""

from datetime import datetime

from django.db.models import Max, Min, QuerySet

from zhishou.notify.models import Alarm, Attempt, Parcel
from zhishou.notify.rules import LOOK_BACK, Health, Outcome, Urgency


def health_of_kinds(*, at: datetime) -> list[Health]:
    """Return how each kind of channel fared in the last day; what one receiver refuses for good does not count."""
    lately = Attempt.objects.filter(ended_at__gt=at - LOOK_BACK).order_by()
    by_kind = "delivery__channel__kind"
    delivered = dict(lately.filter(outcome=Outcome.DELIVERED).values_list(by_kind).annotate(last=Max("ended_at")))
    found = []
    for kind in lately.values_list(by_kind, flat=True).distinct():
        failures = lately.filter(**{by_kind: kind}, outcome=Outcome.TEMPORARY)
        if delivered.get(kind):
            failures = failures.filter(ended_at__gt=delivered[kind])
        first = failures.aggregate(first=Min("started_at"))["first"]
        found.append(Health(kind=kind, last_delivered_at=delivered.get(kind), failing_since=first))
    return found


def oldest_stuck_page(*, at: datetime) -> datetime | None:
    """Return when the oldest page of the last day was made that no channel has taken."""
    pages = Parcel.objects.filter(urgency=Urgency.PAGE, delivered_at__isnull=True, made_at__gt=at - LOOK_BACK)
    oldest: datetime | None = pages.aggregate(oldest=Min("made_at"))["oldest"]
    return oldest


def standing_alarms() -> QuerySet[Alarm]:
    """Return the alarms that stand; managers see them on every page."""
    return Alarm.objects.filter(cleared_at__isnull=True).order_by("raised_at")
