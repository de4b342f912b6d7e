"""What became of the notices of one engagement: for its service manager."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from zhishou.notify.models import Delivery, Notice, Parcel
from zhishou.people.models import Engagement, Person
from zhishou.people.queries import get_engagement, require_role
from zhishou.people.rules import Role

READERS = frozenset({Role.MANAGER})


def delivery_log(viewer: Person, *, code: str, at: datetime) -> tuple[Engagement, QuerySet[Notice]]:
    """Return the engagement and its notices with every parcel, delivery and attempt; for the manager only."""
    engagement = get_engagement(viewer, code=code, at=at)
    require_role(viewer, engagement, READERS, at=at)
    deliveries = Delivery.objects.select_related("channel").prefetch_related("attempts").order_by("pk")
    parcels = Parcel.objects.prefetch_related(Prefetch("deliveries", queryset=deliveries)).order_by("pk")
    notices = Notice.objects.filter(engagement=engagement).select_related("person")
    return engagement, notices.prefetch_related(Prefetch("parcels", queryset=parcels)).order_by("-told_at", "-id")
