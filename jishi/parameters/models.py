from django.conf import settings
from django.db import models
from django.db.models import Q


class Change(models.Model):
    """One change of one parameter; the latest says what counts. The database refuses to alter it."""

    name = models.CharField(max_length=60)
    number = models.PositiveIntegerField(help_text="Counted within the parameter, from 1.")
    before = models.CharField(max_length=400)
    after = models.CharField(max_length=400)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            # Of two who change one value at once, the second finds its number taken.
            models.UniqueConstraint(fields=["name", "number"], name="parameters_change_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="parameters_change_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.before} → {self.after}"
