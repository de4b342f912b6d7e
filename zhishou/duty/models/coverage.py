from django.db import models
from django.db.models import F, Q

from zhishou.duty.models.rosters import Roster
from zhishou.duty.rules import GapKind
from zhishou.people.models import Person


class Gap(models.Model):
    """A stretch ahead in which a tier cannot be reached; announced once, closed when it is mended or past."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="gaps")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in GapKind])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_gap_is_a_span"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in GapKind]), name="duty_gap_known_kind"
            ),
        )
        indexes = (models.Index(fields=["roster"], name="duty_gap_open", condition=Q(closed_at__isnull=True)),)

    def __str__(self) -> str:
        return f"{self.roster} {self.kind} {self.starts_at:%Y-%m-%d %H:%M}"
