from django.db import models

from zhishou.people.models import Person
from zhishou.systems.models import ManagedSystem


class PublicStatus(models.Model):
    """Whether anybody may see a system's status page without signing in; where there is no row, nobody may."""

    system = models.OneToOneField(ManagedSystem, on_delete=models.PROTECT, related_name="public_status")
    is_public = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.system_id}: {self.is_public}"
