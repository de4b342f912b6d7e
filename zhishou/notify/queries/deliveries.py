"""Reads about what waits, what was tried, and what failed."""

from datetime import datetime

from django.db.models import Q

from zhishou.notify.models import Delivery
from zhishou.notify.rules import State


def due(at: datetime) -> Q:
    """Say which deliveries may be taken: due, and in no living worker's grip."""
    return Q(state=State.WAITING, next_try_at__lte=at) & (Q(leased_until__isnull=True) | Q(leased_until__lte=at))


def count_due(*, at: datetime, most: int) -> int:
    """Count what could be sent now, up to `most`: enough to know how many hands it needs."""
    return Delivery.objects.filter(due(at))[:most].count()
