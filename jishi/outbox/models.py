from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One event on its way to one hearer; delivered rows stay until they are swept."""

    event_id = models.UUIDField(help_text="The same for every hearer of one event.")
    event = models.CharField(max_length=120, help_text="Dotted name of the event's class.")
    hearer = models.CharField(max_length=200, help_text="Dotted name of the function that hears it.")
    payload = models.JSONField()
    published_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(default="", blank=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["event_id", "hearer"], name="outbox_message_once_per_hearer"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(given_up_at__isnull=True),
                name="outbox_message_ends_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_try_at", "id"],
                name="outbox_message_waiting",
                condition=Q(delivered_at__isnull=True, given_up_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} → {self.hearer}"
