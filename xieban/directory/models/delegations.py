import uuid

from django.db import models
from django.db.models import F, Q

from xieban.directory.models.persons import Person


class Delegation(models.Model):
    """One person stands in for another for a period, in some flows or in all (委托代理)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_taken")
    since = models.DateTimeField()
    until = models.DateTimeField()
    flows = models.JSONField(default=list, help_text="Keys of the flows that are meant; empty means all.")
    reason = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Where it was ended before its time.")

    class Meta:
        ordering = ("-since", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="directory_delegation_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(principal=F("deputy")), name="directory_delegation_to_somebody_else"
            ),
        )
        indexes = (
            models.Index(fields=["principal", "until"], name="directory_delegation_given"),
            models.Index(fields=["deputy", "until"], name="directory_delegation_taken"),
        )

    def __str__(self) -> str:
        return f"{self.principal} → {self.deputy}"
