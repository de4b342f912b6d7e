"""Whether messages leave the house at all."""

from datetime import datetime

from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from zhishou.notify.models import Alarm, Attempt, Channel, Parcel
from zhishou.notify.rules import LOOK_BACK, Health, Outcome, Urgency


def health_of_kinds(*, at: datetime) -> list[Health]:
    """Return how each kind of channel fared in the last day; what one receiver refuses for good does not count.

    A trial or a code that arrived shows as well as a delivery does that the kind works again.
    """
    lately = Attempt.objects.filter(ended_at__gt=at - LOOK_BACK).order_by()
    by_kind = "delivery__channel__kind"
    worked = Channel.objects.filter(last_success_at__gt=at - LOOK_BACK).order_by()
    delivered = dict(worked.values_list("kind").annotate(last=Max("last_success_at")))
    for kind, last in lately.filter(outcome=Outcome.DELIVERED).values_list(by_kind).annotate(last=Max("ended_at")):
        delivered[kind] = max(last, delivered.get(kind, last))
    found = []
    for kind in lately.values_list(by_kind, flat=True).distinct():
        failures = lately.filter(**{by_kind: kind}, outcome=Outcome.TEMPORARY)
        if delivered.get(kind):
            failures = failures.filter(ended_at__gt=delivered[kind])
        first = failures.aggregate(first=Min("started_at"))["first"]
        found.append(Health(kind=kind, last_delivered_at=delivered.get(kind), failing_since=first))
    return found


def oldest_stuck_page(*, at: datetime) -> datetime | None:
    """Return when the oldest page of the last day was made that no channel has taken.

    Who left, or was reached since by whatever message, needs nobody to be called for him any more.
    """
    reached = Channel.objects.filter(person=OuterRef("person"), last_success_at__gte=OuterRef("made_at"))
    pages = Parcel.objects.filter(
        ~Exists(reached),
        urgency=Urgency.PAGE,
        delivered_at__isnull=True,
        made_at__gt=at - LOOK_BACK,
        person__is_active=True,
    )
    oldest: datetime | None = pages.aggregate(oldest=Min("made_at"))["oldest"]
    return oldest


def standing_alarms() -> QuerySet[Alarm]:
    """Return the alarms that stand; managers see them on every page."""
    return Alarm.objects.filter(cleared_at__isnull=True).order_by("raised_at")
