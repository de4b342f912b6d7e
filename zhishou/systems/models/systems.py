import uuid

from django.db import models
from django.db.models import Q

from zhishou.contracts.models import Contract
from zhishou.people.models import Person


class ManagedSystem(models.Model):
    """One system that is looked after under a contract; how is said by its profile versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="systems")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=81, unique=True, help_text="Names its public pages; of all contracts one.")
    product = models.CharField(max_length=500, blank=True, default="")
    number = models.PositiveIntegerField(default=0, help_text="Number of the newest profile version.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("contract", "code")
        constraints = (
            models.UniqueConstraint(fields=["contract", "code"], name="systems_system_code"),
            models.CheckConstraint(condition=~Q(name=""), name="systems_system_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class ProfileVersion(models.Model):
    """How a system was to be looked after from a moment on, as loaded; the database refuses to change it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField(help_text="The profile, canonical; read through rules.profile.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document.")
    text = models.TextField(help_text="The TOML text as it was loaded, comments and all.")
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: at the console."
    )

    class Meta:
        ordering = ("system", "number")
        constraints = (
            models.UniqueConstraint(fields=["system", "number"], name="systems_version_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="systems_version_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.system} · {self.number}"
