import uuid

from django.db import models
from django.db.models import Q

from zhishou.notify.rules import Urgency
from zhishou.people.models import Engagement, Person


class Notice(models.Model):
    """One thing that one person is told; it stands in their inbox from the moment it is told."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=80)
    words = models.JSONField(default=dict)
    urgency = models.CharField(max_length=10)
    link = models.CharField(max_length=300, blank=True, default="")
    dedup_key = models.CharField(max_length=200, blank=True, default="")
    told_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When to decide (again) how it leaves the house.")
    planned_at = models.DateTimeField(null=True, help_text="When it was put into a parcel, or found to stay here.")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-told_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "dedup_key"], condition=~Q(dedup_key=""), name="notify_notice_told_once"
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=[one.value for one in Urgency]), name="notify_notice_known_urgency"
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at", "person"], condition=Q(planned_at__isnull=True), name="notify_notice_to_plan"
            ),
            models.Index(fields=["person", "read_at"], name="notify_notice_unread"),
            models.Index(fields=["person", "-told_at"], name="notify_notice_inbox"),
            models.Index(fields=["engagement", "-told_at"], name="notify_notice_of_engagement"),
        )

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"
