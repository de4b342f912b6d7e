"""Heads: the one hash that stands for everything before it."""

from datetime import date, datetime

from django.db.models import QuerySet

from zhishou.ledger.models import Batch, ShownHead
from zhishou.ledger.queries.entries import READERS, get_ledger
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person


def head(engagement: Engagement) -> Batch | None:
    """Return the batch whose head stands for the engagement's ledger now, for reports and the day's notice."""
    return Batch.objects.filter(chain__engagement=engagement).order_by("-number").first()


def shown_heads(viewer: Person, *, code: str, at: datetime) -> QuerySet[ShownHead]:
    """Return the heads that both parties were told, the newest first."""
    engagement, _ = get_ledger(viewer, code=code, at=at, whole=True)
    return ShownHead.objects.filter(engagement=engagement).order_by("-day")


def without_head_of(day: date) -> QuerySet[Engagement]:
    """Return the engagements whose parties were not told a head on this day yet."""
    told = ShownHead.objects.filter(day=day).values("engagement_id")
    return people.every_engagement().exclude(pk__in=told)


def told_heads(engagement: Engagement, *, at: datetime) -> QuerySet[Person]:
    """Return whom the head goes to: administrators, managers and auditors of both parties."""
    return people.persons_with_role(engagement, READERS, at=at)
