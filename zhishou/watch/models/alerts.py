import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.contracts.rules import Level
from zhishou.people.models import Person
from zhishou.systems.models import Component, ManagedSystem, Probe
from zhishou.watch.models.states import VERDICTS
from zhishou.watch.rules.words import Hold

LEVELS = [(level.value, level.name.lower()) for level in Level]


class Signal(models.Model):
    """A change of how a probe stands, with the sample that brought it; never changed."""

    probe = models.ForeignKey(Probe, on_delete=models.PROTECT, related_name="signals")
    before = models.CharField(max_length=8, choices=VERDICTS)
    after = models.CharField(max_length=8, choices=VERDICTS)
    at = models.DateTimeField(help_text="The moment of the sample, or from which on silence meant something.")
    told_at = models.DateTimeField()
    value = models.FloatField(null=True)
    words = models.CharField(max_length=500, blank=True, default="")
    facts = models.JSONField(default=dict, blank=True, help_text="What the words say it of, as it was seen then.")
    began_at = models.DateTimeField(null=True, help_text="The first of the results that brought it.")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["probe", "-at"], name="watch_signal_latest"),)

    def __str__(self) -> str:
        return f"{self.probe_id}: {self.before} → {self.after}"


class Alert(models.Model):
    """What a person must see: one probe that is not normal, from its opening signal to the one that ended it.

    What breaks together has one leader; its ticket is the ticket of all.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="alerts")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="alerts")
    probe = models.ForeignKey(Probe, on_delete=models.PROTECT, related_name="alerts")
    standing = models.CharField(max_length=8, choices=VERDICTS)
    level = models.PositiveSmallIntegerField(
        choices=LEVELS, null=True, help_text="Of the ticket; empty: no ticket."
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="+")
    tell_from = models.DateTimeField(help_text="From when on it has lasted long enough to be told.")
    hold = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Hold], blank=True, default="")
    hold_by = models.CharField(max_length=60, blank=True, default="")
    raised_at = models.DateTimeField(null=True, help_text="When somebody was told; empty while it is held back.")
    leader = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followers")
    ticket_number = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Signal, on_delete=models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(
        null=True, help_text="Of a leader: when all that it led was over, and it was told."
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["probe"], condition=Q(closed_at__isnull=True), name="watch_alert_one_open_a_probe"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="watch_alert_ends_after",
            ),
        )
        indexes = (
            models.Index(fields=["system", "-opened_at"], name="watch_alert_latest"),
            models.Index(fields=["system"], condition=Q(closed_at__isnull=True), name="watch_alert_open"),
            models.Index(
                fields=["tell_from"],
                condition=Q(raised_at__isnull=True, closed_at__isnull=True),
                name="watch_alert_held",
            ),
        )

    def __str__(self) -> str:
        return f"{self.component_id} {self.probe_id} {self.standing}"


class Silence(models.Model):
    """Agreed quiet about a system, a component or a probe: by whom, why, and until when."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="silences")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, null=True, related_name="+")
    probe = models.ForeignKey(Probe, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="Where it was ended early.")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="watch_silence_ends_after"),
            models.CheckConstraint(condition=~Q(reason=""), name="watch_silence_has_reason"),
        )

    def __str__(self) -> str:
        return self.reason


class MaintenanceWindow(models.Model):
    """When the system is worked on by agreement: alerts wait, and the time counts as neither up nor down."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="maintenance_windows")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_shown = models.BooleanField(default=True, help_text="Whether the status page announces it.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-starts_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="watch_window_ends_after"),
            models.CheckConstraint(condition=~Q(title=""), name="watch_window_has_title"),
        )

    def __str__(self) -> str:
        return self.title


class IncidentNote(models.Model):
    """What the users of a system are told on its status page about a trouble, as of one moment; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="incident_notes")
    stage = models.CharField(max_length=12, help_text="One of rules.notes.Stage.")
    words = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=~Q(words=""), name="watch_note_has_words"),)

    def __str__(self) -> str:
        return self.words[:60]
