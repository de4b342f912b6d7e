from django.db import models


class Slot(models.Model):
    """One turn of one tick: the row's uniqueness is what keeps two processes from doing it both."""

    name = models.CharField(max_length=100)
    slot_at = models.DateTimeField(help_text="The begin of the turn: a whole multiple of the tick's period.")
    holder = models.CharField(max_length=40, help_text="Id of the process that runs or ran it.")
    attempts = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name", "slot_at"], name="tasks_slot_once"),)
        indexes = (models.Index(fields=["finished_at"], name="tasks_slot_finished"),)

    def __str__(self) -> str:
        return f"{self.name} {self.slot_at:%Y-%m-%d %H:%M:%S}"
