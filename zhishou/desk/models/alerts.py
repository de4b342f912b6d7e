from django.db import models
from django.db.models import F, Q

from zhishou.desk.models.tickets import Ticket
from zhishou.people.models import Engagement


class Alert(models.Model):
    """One time of firing of one alert, from when it began until it was over, and the ticket that it led to."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="alerts")
    fingerprint = models.CharField(max_length=128)
    started_at = models.DateTimeField(
        help_text="As whoever watches says; with the fingerprint it is known by this."
    )
    resolved_at = models.DateTimeField(null=True)
    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, null=True, related_name="alerts", help_text="Empty: over before we heard."
    )
    first_told_at = models.DateTimeField()
    last_told_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["engagement", "fingerprint", "started_at"], name="desk_alert_once"),
            models.CheckConstraint(condition=~Q(fingerprint=""), name="desk_alert_has_a_name"),
            models.CheckConstraint(
                condition=Q(ticket__isnull=False) | Q(resolved_at__isnull=False),
                name="desk_alert_fires_on_a_ticket",
            ),
            models.CheckConstraint(
                condition=Q(last_told_at__gte=F("first_told_at")), name="desk_alert_told_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.fingerprint} {self.started_at:%Y-%m-%d %H:%M}"
