import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from zhishou.inspections.models.rounds import Round
from zhishou.people.models import Engagement, Person


class Report(models.Model):
    """One issued version of a round's report, as it was that day; the database refuses to change or remove it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    number = models.CharField(max_length=60, help_text="The same for every version of one round's report.")
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True, default="", help_text="Why there is a later version.")
    document = models.JSONField(help_text="Every figure and word of it; read through rules.document.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document.")
    pdf_sha256 = models.CharField(max_length=64)
    pdf_size = models.PositiveBigIntegerField()
    word_sha256 = models.CharField(max_length=64)
    word_size = models.PositiveBigIntegerField()
    score = models.PositiveSmallIntegerField(null=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-issued_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["round", "version"], name="inspections_report_version"),
            models.UniqueConstraint(fields=["engagement", "number", "version"], name="inspections_report_number"),
            models.CheckConstraint(condition=Q(version__gte=1), name="inspections_report_from_one"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="inspections_report_later_says_why"
            ),
            *(
                models.CheckConstraint(condition=Exact(Length(one), 64), name=f"inspections_report_{one}")
                for one in ("digest", "pdf_sha256", "word_sha256")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} · {self.version}"
