import uuid

from django.db import models
from django.db.models import F, Q


class Organisation(models.Model):
    """A legal body: a client, a vendor, a bidder."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True, default="")
    credit_code = models.CharField(
        max_length=18, blank=True, default="", help_text="统一社会信用代码, empty while unknown."
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="people_organisation_one_credit_code",
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name


class Engagement(models.Model):
    """The boundary of one contract: which vendor serves which client, and in which roles persons act."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="engagements_as_client")
    vendor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="engagements_as_vendor")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=~Q(client=F("vendor")), name="people_engagement_two_parties"),
        )

    def __str__(self) -> str:
        return self.name
