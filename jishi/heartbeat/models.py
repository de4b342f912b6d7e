import uuid

from django.db import models


class Process(models.Model):
    """One running process of the product, on whichever machine; it deletes its row when it stops in order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, help_text="What it does: worker, tick.")
    machine = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beats = models.PositiveBigIntegerField(default=0, help_text="Grows by one with every beat.")
    beat_at = models.DateTimeField(help_text="For people to read; nothing is decided by it.")
    died_at = models.DateTimeField(null=True, help_text="When another process declared it dead.")

    class Meta:
        indexes = (models.Index(fields=["died_at"], name="heartbeat_process_died"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pid} on {self.machine}"
