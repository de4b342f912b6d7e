import uuid

from django.db import models
from django.db.models import Q

from zhishou.desk.models.clocks import Clock
from zhishou.desk.rules.agreements import ProposalKind, ProposalState
from zhishou.people.models import Person


class Proposal(models.Model):
    """The vendor's wish to give a promise more time, or to void it; the client agrees or refuses, once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ProposalKind])
    within = models.CharField(max_length=40, blank=True, default="", help_text="The new promise of an extension.")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ProposalState])
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["clock"], condition=Q(state="waiting"), name="desk_proposal_one_waits_a_clock"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ProposalKind]), name="desk_proposal_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True, answered_by__isnull=True)
                | Q(state__in=["agreed", "refused"], answered_at__isnull=False, answered_by__isnull=False),
                name="desk_proposal_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="extend") & ~Q(within="") | Q(kind="void", within=""),
                name="desk_proposal_extension_says_how_long",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="desk_proposal_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.clock_id}"
