import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.inspections.rules.words import PlanKind
from zhishou.people.models import Engagement, Person
from zhishou.systems.models import ManagedSystem


class Numbering(models.Model):
    """The last numbers of one engagement's rounds, findings and reports; its own, so that none counts another's."""

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, primary_key=True, related_name="+")
    last_round = models.PositiveIntegerField(default=0)
    last_finding = models.PositiveIntegerField(default=0)
    last_report = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.last_round}"


class Sheet(models.Model):
    """An inspection sheet of one engagement; what it asks for is its newest version."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    newest = models.PositiveIntegerField(default=0, help_text="Number of the newest version.")

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=["engagement", "code"], name="inspections_sheet_code"),)

    def __str__(self) -> str:
        return self.code


class SheetVersion(models.Model):
    """What a sheet asked for from a moment on; the database refuses to change or remove it."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField(help_text="The sheet, canonical; read through rules.sheet.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical document.")
    source = models.TextField(help_text="The TOML text as it was written, comments and all.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: at the console."
    )

    class Meta:
        ordering = ("sheet", "number")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "number"], name="inspections_sheetversion_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="inspections_sheetversion_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.sheet} · {self.number}"


class Plan(models.Model):
    """That a system is inspected so often, by whom, by which sheet; each time it asks for is one round."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in PlanKind])
    name = models.CharField(max_length=120)
    weekday = models.PositiveSmallIntegerField(default=2, help_text="For weekly ones: 0 is Monday.")
    hour = models.PositiveSmallIntegerField(default=10, help_text="Planned for this hour of the contract's zone.")
    first_day = models.DateField()
    last_day = models.DateField(null=True, help_text="Included; empty: as long as the contract runs.")
    engineer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("engagement", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in PlanKind]), name="inspections_plan_known_kind"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="inspections_plan_weekday"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="inspections_plan_hour"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="inspections_plan_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlanKind.SPECIAL.value) | Q(last_day__isnull=False),
                name="inspections_plan_special_has_an_end",
            ),
        )

    def __str__(self) -> str:
        return self.name
