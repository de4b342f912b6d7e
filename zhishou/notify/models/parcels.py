import uuid

from django.db import models
from django.db.models import Q

from zhishou.notify.models.channels import Channel
from zhishou.notify.models.notices import Notice
from zhishou.notify.rules import Outcome, State, Urgency
from zhishou.people.models import Person


class Parcel(models.Model):
    """What leaves the house for one person in one piece: a single notice, or a digest of several."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    notices = models.ManyToManyField(Notice, related_name="parcels")
    urgency = models.CharField(max_length=10)
    is_digest = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, help_text="When the first channel took it.")
    failed_at = models.DateTimeField(null=True, help_text="When no channel was left to try.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(urgency__in=[one.value for one in Urgency]), name="notify_parcel_known_urgency"
            ),
        )
        indexes = (
            models.Index(fields=["person", "-made_at"], name="notify_parcel_of_person"),
            models.Index(
                fields=["urgency", "made_at"],
                condition=Q(delivered_at__isnull=True),
                name="notify_parcel_undelivered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.uuid} → {self.person_id}"


class Delivery(models.Model):
    """One parcel on its way through one channel."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=12, default=State.WAITING.value)
    rush = models.PositiveSmallIntegerField(default=1, help_text="0 for a page; the lowest goes first.")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, help_text="A worker is sending it; free again from then.")
    lease = models.UUIDField(null=True, help_text="Which grip of which worker.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(fields=["parcel", "channel"], name="notify_delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="notify_delivery_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING.value, ended_at__isnull=True)
                | (~Q(state=State.WAITING.value) & Q(ended_at__isnull=False)),
                name="notify_delivery_ended_has_moment",
            ),
        )
        indexes = (
            models.Index(
                fields=["rush", "next_try_at"], condition=Q(state=State.WAITING.value), name="notify_delivery_due"
            ),
            models.Index(fields=["lease"], condition=Q(lease__isnull=False), name="notify_delivery_lease"),
        )

    def __str__(self) -> str:
        return f"{self.parcel_id} by {self.channel_id}: {self.state}"


class Attempt(models.Model):
    """One try to hand a delivery to its channel, and what the other side answered."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    answer = models.CharField(max_length=300, blank=True, default="", help_text="An excerpt, without secrets.")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]), name="notify_attempt_known_outcome"
            ),
        )
        indexes = (models.Index(fields=["-ended_at"], name="notify_attempt_latest"),)

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.outcome} {self.answer}"
