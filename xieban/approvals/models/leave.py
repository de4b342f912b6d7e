from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person
from xieban.flows.models import Instance


class Entitlement(models.Model):
    """How much annual leave one person has in one year, in half days."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    half_days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("year", "id")
        constraints = (
            models.UniqueConstraint(fields=["person", "year"], name="approvals_entitlement_once_a_year"),
            models.CheckConstraint(condition=Q(half_days__lte=200), name="approvals_entitlement_plausible"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.year}"


class Leave(models.Model):
    """One leave that was applied for; it counts as long as its flow was not called off."""

    instance = models.OneToOneField(Instance, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    first_day = models.DateField()
    last_day = models.DateField()
    half_days = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=4000, blank=True, default="")

    class Meta:
        ordering = ("-first_day", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="approvals_leave_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(half_days__gt=0), name="approvals_leave_of_some_days"),
        )
        indexes = (models.Index(fields=["person", "first_day"], name="approvals_leave_of_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.first_day}"
