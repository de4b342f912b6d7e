import uuid

from django.db import models
from django.db.models import Q

from zhishou.desk.models import Ticket
from zhishou.inspections.models.rounds import Result, Round
from zhishou.inspections.rules.words import Change, Severity
from zhishou.people.models import Engagement, Person


class Finding(models.Model):
    """Something that a round found wrong: one abnormal item, with who sees to it and until when."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="findings")
    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="finding")
    number = models.PositiveIntegerField(help_text="Counted within the engagement.")
    key = models.CharField(max_length=120, help_text="The item's key: the same trouble in every round.")
    title = models.CharField(max_length=300)
    object = models.CharField(max_length=120)
    severity = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Severity])
    observed = models.CharField(max_length=300, blank=True, default="")
    limit = models.CharField(max_length=200, blank=True, default="")
    advice = models.TextField(max_length=2000, blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    change = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Change])
    first_seen_at = models.DateTimeField()
    found_at = models.DateTimeField()
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["engagement", "number"], name="inspections_finding_number"),
            models.UniqueConstraint(fields=["round", "key"], name="inspections_finding_once"),
            models.CheckConstraint(
                condition=Q(severity__in=[one.value for one in Severity]),
                name="inspections_finding_known_severity",
            ),
        )
        indexes = (models.Index(fields=["engagement", "-id"], name="inspections_finding_newest"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
