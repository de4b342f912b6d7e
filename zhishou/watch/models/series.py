from django.db import models

from zhishou.systems.models import Probe


class Sample(models.Model):
    """One fresh result of one probe; packed into a block an hour later."""

    probe = models.ForeignKey(Probe, on_delete=models.PROTECT, related_name="samples", db_index=False)
    at_ms = models.BigIntegerField(help_text="Milliseconds since 1970.")
    value = models.FloatField(null=True)
    outcome = models.PositiveSmallIntegerField()
    verdict = models.PositiveSmallIntegerField()
    took_ms = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["probe", "at_ms"], name="watch_sample_once"),)

    def __str__(self) -> str:
        return f"{self.probe_id} {self.at_ms}"


class SampleBlock(models.Model):
    """The samples of one probe in one hour, packed; kept for fourteen days."""

    probe = models.ForeignKey(Probe, on_delete=models.PROTECT, related_name="blocks", db_index=False)
    starts_at = models.BigIntegerField(help_text="Seconds since 1970, a whole hour.")
    count = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["probe", "starts_at"], name="watch_block_once"),)
        indexes = (models.Index(fields=["starts_at"], name="watch_block_age"),)

    def __str__(self) -> str:
        return f"{self.probe_id} {self.starts_at}"


class RollUp(models.Model):
    """What one probe's samples came to in many stretches of one width, packed; kept for two years."""

    probe = models.ForeignKey(Probe, on_delete=models.PROTECT, related_name="rollups", db_index=False)
    width = models.PositiveIntegerField(help_text="Seconds: five minutes or an hour.")
    starts_at = models.BigIntegerField(help_text="Seconds since 1970: a whole day, or thirty.")
    body = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["probe", "width", "starts_at"], name="watch_rollup_once"),)
        indexes = (models.Index(fields=["starts_at"], name="watch_rollup_age"),)

    def __str__(self) -> str:
        return f"{self.probe_id} {self.width} {self.starts_at}"
