import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.contracts.models import CalendarVersion, PolicyVersion
from zhishou.contracts.rules import Commitment
from zhishou.desk.models.tickets import Ticket
from zhishou.desk.rules.clocks import EventKind, Standing
from zhishou.desk.rules.words import EvidenceKind
from zhishou.people.models import Person


class Evidence(models.Model):
    """The record that keeps a promise: a call, a session, an arrival, a confirmation; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in EvidenceKind])
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    words = models.TextField(max_length=4000)
    plan = models.TextField(
        max_length=20_000, blank=True, default="", help_text="The emergency plan that goes with a measure."
    )
    source = models.CharField(max_length=250, blank=True, default="", help_text="Call, session or sample id.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EvidenceKind]), name="desk_evidence_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("happened_at")), name="desk_evidence_recorded_after"
            ),
            models.CheckConstraint(
                condition=~Q(kind="emergency_measure") | ~Q(plan=""), name="desk_evidence_measure_has_a_plan"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d %H:%M}"


class Clock(models.Model):
    """One commitment running on one ticket, once; its columns are a cache of its events."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Its own indexes begin with the ticket; nobody looks for the clocks of a version.
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    commitment = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Commitment])
    cycle = models.PositiveSmallIntegerField(default=1)
    level = models.PositiveSmallIntegerField(help_text="The level whose promise this is.")
    policy_version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    calendar_version = models.ForeignKey(
        CalendarVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    originally_due_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="Empty while it is paused, and while a claim waits.")
    standing = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Standing])
    told = models.CharField(max_length=20, default=Standing.ON_TRACK.value)
    breached_at = models.DateTimeField(null=True)
    paused_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=20, blank=True, default="")
    next_look_at = models.DateTimeField(null=True, help_text="When time alone changes something next.")

    class Meta:
        ordering = ("ticket", "commitment", "cycle")
        constraints = (
            models.UniqueConstraint(fields=["ticket", "commitment", "cycle"], name="desk_clock_once_a_cycle"),
            models.UniqueConstraint(
                fields=["ticket", "commitment"],
                condition=Q(ended_at__isnull=True),
                name="desk_clock_one_runs_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(commitment__in=[one.value for one in Commitment]), name="desk_clock_known_commitment"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in Standing]), name="desk_clock_known_standing"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(next_look_at__isnull=True), name="desk_clock_ended_is_silent"
            ),
        )
        indexes = (
            models.Index(
                fields=["next_look_at"], condition=Q(next_look_at__isnull=False), name="desk_clock_looked_at_next"
            ),
            models.Index(fields=["due_at", "id"], condition=Q(ended_at__isnull=True), name="desk_clock_late_next"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.commitment} {self.cycle}"


class ClockEvent(models.Model):
    """Something that happened to a clock; the database refuses to change or remove it."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in EventKind])
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True, default="")
    within = models.CharField(max_length=40, blank=True, default="", help_text="The new promise of an extension.")
    # Read from the clock only.
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EventKind]), name="desk_clockevent_known_kind"
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(kind="breach"), name="desk_clockevent_one_breach_a_clock"
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(kind="start"), name="desk_clockevent_one_start_a_clock"
            ),
            models.CheckConstraint(
                condition=~Q(kind="stop") | Q(evidence__isnull=False), name="desk_clockevent_stops_by_evidence"
            ),
            models.CheckConstraint(
                condition=~Q(kind="extend") | (~Q(within="") & ~Q(reason="")),
                name="desk_clockevent_extension_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["pause", "void"]) | ~Q(reason=""), name="desk_clockevent_pause_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_at:%Y-%m-%d %H:%M}"
