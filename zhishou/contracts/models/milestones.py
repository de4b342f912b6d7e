import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from zhishou.contracts.models.contracts import Contract
from zhishou.contracts.rules.milestones import MilestoneKind, MilestoneState
from zhishou.people.models import Person


class Milestone(models.Model):
    """One day of a contract that must not be forgotten: a payment, the end of the term, a week's inspection."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MilestoneKind])
    key = models.CharField(max_length=60, help_text="What it is within its kind, e.g. 2023-W11.")
    name = models.CharField(max_length=120, blank=True, default="")
    starts_at = models.DateTimeField(null=True, help_text="From when on it can be done; empty: at any time.")
    due_at = models.DateTimeField(help_text="The end, exclusive.")
    ahead_days = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in MilestoneState])
    next_at = models.DateTimeField(null=True, help_text="When there is news of it next; empty: never again.")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["contract", "kind", "key"], name="contracts_milestone_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in MilestoneKind]), name="contracts_milestone_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in MilestoneState]), name="contracts_milestone_known_state"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(starts_at__lt=F("due_at")),
                name="contracts_milestone_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state=MilestoneState.OPEN.value) | Q(next_at__isnull=True),
                name="contracts_milestone_ended_is_silent",
            ),
        )
        indexes = (
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="contracts_milestone_news"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def last_moment(self) -> datetime:
        """A moment on the last day that counts, for pages that name days."""
        return self.due_at - timedelta(seconds=1)


class Announcement(models.Model):
    """That a milestone was announced so many days ahead (0: that it was missed); told once for each due moment."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="announcements")
    due_at = models.DateTimeField()
    days_ahead = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["milestone", "due_at", "days_ahead"], name="contracts_announcement_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.milestone} −{self.days_ahead}"
