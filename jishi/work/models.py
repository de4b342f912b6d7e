import uuid

from django.db import models
from django.db.models import F, Q

from jishi.work.rules import State


class Work(models.Model):
    """One background task that somebody waits for, with what it last said about its progress."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.CharField(max_length=40, help_text="Uuid of the person who began it; nobody else sees it.")
    scope = models.CharField(
        max_length=80, blank=True, default="", help_text="What it belongs to, e.g. a contract."
    )
    title = models.CharField(max_length=160, help_text="In the owner's language, as it was begun.")
    job = models.CharField(max_length=200, help_text="Dotted name of the task, to try it again.")
    arguments = models.JSONField(default=dict)
    task_id = models.UUIDField(help_text="The task that carries it now.")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in State], default=State.WAITING.value
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0 while nobody knows how much there is.")
    note = models.CharField(max_length=200, blank=True, default="", help_text="What is being done just now.")
    result_url = models.CharField(max_length=300, blank=True, default="")
    error = models.CharField(max_length=500, blank=True, default="")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked_to_stop_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="work_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], ended_at__isnull=True)
                | Q(state__in=["done", "failed", "stopped"], ended_at__isnull=False),
                name="work_ends_with_its_state",
            ),
            models.CheckConstraint(condition=Q(total=0) | Q(done__lte=F("total")), name="work_done_within_total"),
        )
        indexes = (models.Index(fields=["owner", "-id"], name="work_of_owner"),)

    def __str__(self) -> str:
        return self.title
