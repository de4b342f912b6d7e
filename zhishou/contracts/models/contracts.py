import uuid

from django.db import models
from django.db.models import Q

from zhishou.contracts.rules.versions import CalendarOrigin
from zhishou.people.models import Engagement, Person


class Contract(models.Model):
    """What binds the parties of one engagement; its terms are its policy versions, this row only joins them."""

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="contract")
    policy_number = models.PositiveIntegerField(default=0, help_text="Number of the newest policy version.")
    calendar_number = models.PositiveIntegerField(default=0, help_text="Number of the newest calendar version.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("engagement__code",)

    def __str__(self) -> str:
        return self.engagement.name


class PolicyVersion(models.Model):
    """What was agreed from a moment on, as one frozen document; the database refuses to change or remove it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField(help_text="The pack, canonical; read through rules.pack.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document.")
    source = models.TextField(help_text="The TOML text as it was loaded, comments and all.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: at the console."
    )

    class Meta:
        ordering = ("contract", "number")
        constraints = (
            models.UniqueConstraint(fields=["contract", "number"], name="contracts_policyversion_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="contracts_policyversion_from_one"),
        )
        indexes = (models.Index(fields=["contract", "made_at"], name="contracts_policyversion_at"),)

    def __str__(self) -> str:
        return f"{self.contract} · {self.number}"


class CalendarVersion(models.Model):
    """Which hours count from a moment on, frozen as every policy version is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="calendar_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField(help_text="The calendar with every holiday and make-up day in it.")
    overrides = models.JSONField(default=list, help_text="The special days made on the screen, newest meaning.")
    origin = models.CharField(max_length=20, choices=[(origin.value, origin.value) for origin in CalendarOrigin])
    reason = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("contract", "number")
        constraints = (
            models.UniqueConstraint(fields=["contract", "number"], name="contracts_calendarversion_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="contracts_calendarversion_from_one"),
            models.CheckConstraint(
                condition=Q(origin__in=[one.value for one in CalendarOrigin]),
                name="contracts_calendarversion_known_origin",
            ),
            models.CheckConstraint(
                condition=~Q(origin=CalendarOrigin.OVERRIDE.value) | ~Q(reason=""),
                name="contracts_calendarversion_override_says_why",
            ),
        )
        indexes = (models.Index(fields=["contract", "made_at"], name="contracts_calendarversion_at"),)

    def __str__(self) -> str:
        return f"{self.contract} · {self.number}"
