from django.db import models
from django.db.models import Q

from zhishou.notify.rules import Trouble


class Alarm(models.Model):
    """A time in which messages did not leave the house; raised and cleared by what the attempts show."""

    trouble = models.CharField(max_length=20)
    subject = models.CharField(max_length=20, blank=True, default="", help_text="The kind of channel, if one.")
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=300, help_text="What showed it.")
    called_at = models.DateTimeField(null=True, help_text="When the second path was last taken.")
    call_answer = models.CharField(max_length=300, blank=True, default="")
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.CharField(max_length=300, blank=True, default="", help_text="What showed that it is over.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["trouble", "subject"], condition=Q(cleared_at__isnull=True), name="notify_alarm_one_open"
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=[one.value for one in Trouble]), name="notify_alarm_known_trouble"
            ),
        )

    def __str__(self) -> str:
        return f"{self.trouble} {self.subject}".strip()
