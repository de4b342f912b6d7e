import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q

from zhishou.contracts.rules import Level
from zhishou.duty.models.rosters import TIERS
from zhishou.people.models import Engagement, Person

LEVELS = [(level.value, level.name.lower()) for level in Level]


class LadderPolicy(models.Model):
    """Who is called, in which order, how long apart, for one level; an immutable version."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="ladder_policies")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    number = models.PositiveIntegerField()
    policy = models.JSONField(help_text="Steps with tiers and wait in seconds, and the number of rounds.")
    reason = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("engagement", "level", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=["engagement", "level", "number"], name="duty_ladderpolicy_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]), name="duty_ladderpolicy_known_level"
            ),
        )

    def __str__(self) -> str:
        return f"{self.engagement} {self.level} v{self.number}"


class RunState(models.TextChoices):
    """How a ladder stands."""

    RUNNING = "running"
    ACKNOWLEDGED = "acknowledged"
    STOPPED = "stopped"
    EXHAUSTED = "exhausted"


class LadderRun(models.Model):
    """A ladder being climbed about one thing, by the frozen copy of the policy that held when it began."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="ladder_runs")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    about_kind = models.CharField(max_length=60)
    about_key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    link = models.CharField(max_length=300, blank=True, default="", help_text="A path of ours.")
    policy = models.JSONField(help_text="The frozen copy; what is edited later never touches it.")
    state = models.CharField(max_length=12, choices=RunState, default=RunState.RUNNING)
    cycle = models.PositiveSmallIntegerField(default=1, help_text="Climbed again after an answer was taken back.")
    position = models.PositiveSmallIntegerField(default=0, help_text="The next step, counted over all rounds.")
    due_at = models.DateTimeField(help_text="The true moment of the next step.")
    next_at = models.DateTimeField(help_text="When it is taken; later than due_at only while catching up.")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    process = models.CharField(max_length=80, blank=True, default="")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_via = models.CharField(max_length=10, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["engagement", "about_kind", "about_key"],
                condition=Q(state="running"),
                name="duty_ladderrun_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="duty_ladderrun_known_state"),
            models.CheckConstraint(
                condition=~Q(state="acknowledged")
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="duty_ladderrun_answered_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=["next_at"], name="duty_ladderrun_due", condition=Q(state="running")),
            models.Index(fields=["engagement", "-started_at"], name="duty_ladderrun_latest"),
        )

    def __str__(self) -> str:
        return self.title


class LadderStep(models.Model):
    """One step as it was taken: when it was due, when it was taken, and whether anybody was there."""

    run = models.ForeignKey(LadderRun, on_delete=models.PROTECT, related_name="steps")
    cycle = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    tiers = models.JSONField()
    is_empty = models.BooleanField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["run", "cycle", "position"], name="duty_ladderstep_taken_once"),
        )

    def __str__(self) -> str:
        return f"{self.run} #{self.position}"

    @property
    def is_late(self) -> bool:
        """Say whether it was taken noticeably after its true moment, as after an outage."""
        return self.taken_at - self.due_at > timedelta(seconds=15)


class Page(models.Model):
    """One call to one person in one step."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    step = models.ForeignKey(LadderStep, on_delete=models.PROTECT, related_name="pages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pages")
    tier = models.CharField(max_length=20, choices=TIERS)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True, help_text="When its link was used; it works once.")
    failed_at = models.DateTimeField(null=True, blank=True, help_text="When no channel could deliver it.")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["step", "person"], name="duty_page_once_per_step"),)

    def __str__(self) -> str:
        return f"{self.person} {self.made_at:%Y-%m-%d %H:%M}"
