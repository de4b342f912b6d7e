from django.db import models

from zhishou.systems.models import Probe
from zhishou.systems.rules.observing import Outcome
from zhishou.watch.rules.words import Verdict

VERDICTS = [(one.value, one.value) for one in Verdict]
OUTCOMES = [(one.value, one.value) for one in Outcome]


class ProbeState(models.Model):
    """How one probe stands, when it is due, and which prober has it; the samples and signals are the truth."""

    probe = models.OneToOneField(Probe, on_delete=models.PROTECT, primary_key=True, related_name="state")
    due_at = models.DateTimeField()
    leased_by = models.CharField(
        max_length=36, blank=True, default="", help_text="The process that has it, by its heartbeat."
    )
    standing = models.CharField(max_length=8, choices=VERDICTS, default=Verdict.UNKNOWN.value)
    since = models.DateTimeField()
    tail = models.CharField(max_length=80, blank=True, default="")
    relapses = models.PositiveSmallIntegerField(default=0)
    healed_at = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True, help_text="Since when results say otherwise than it stands.")
    last_at = models.DateTimeField(null=True, help_text="The moment of the last sample.")
    last_value = models.FloatField(null=True)
    last_outcome = models.CharField(max_length=8, choices=OUTCOMES, default=Outcome.UNKNOWN.value)
    last_verdict = models.CharField(max_length=8, choices=VERDICTS, default=Verdict.UNKNOWN.value)
    last_words = models.CharField(max_length=500, blank=True, default="")
    last_facts = models.JSONField(default=dict)
    took_ms = models.PositiveIntegerField(default=0)
    stale_at = models.DateTimeField(help_text="From when on silence means that nothing is known.")

    class Meta:
        indexes = (
            models.Index(fields=["leased_by"], name="watch_state_leases"),
            models.Index(fields=["stale_at"], name="watch_state_stale"),
        )

    def __str__(self) -> str:
        return f"{self.probe_id}: {self.standing}"


class BlindSpell(models.Model):
    """A stretch in which no prober worked, so that nothing was seen."""

    began_at = models.DateTimeField()
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["is_open"], condition=models.Q(is_open=True), name="watch_blindspell_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"
