import uuid

from django.db import models

from zhishou.duty.models.rosters import TIERS
from zhishou.people.models import Engagement, Person


class Feed(models.Model):
    """A secret calendar address: of one person's shifts, or with a tier, of that tier's. Only a hash is kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="duty_feeds")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duty_feeds")
    tier = models.CharField(max_length=20, choices=TIERS, blank=True, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.person} {self.tier}".strip()
