import uuid

from django.db import models
from django.db.models import Q

from xieban.directory.models import Person, Unit
from xieban.documents.models.documents import Document


class Seal(models.Model):
    """One seal of a unit; its picture, where there is one, is printed on what is sealed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    picture = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the kept picture.")
    width = models.PositiveSmallIntegerField(default=42, help_text="Millimetres.")
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("unit__place", "id")
        constraints = (
            models.UniqueConstraint(fields=["unit", "name"], name="documents_seal_one_name"),
            models.CheckConstraint(condition=Q(width__gte=10, width__lte=52), name="documents_seal_can_be_printed"),
        )

    def __str__(self) -> str:
        return self.name


class SealUse(models.Model):
    """One line of the register of seals (用印登记): which seal, on what, by whom, how often; never altered."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="uses")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="seal_uses")
    number = models.CharField(max_length=60, help_text="The document's number, as it bears it.")
    digest = models.CharField(max_length=64, help_text="Of what was sealed.")
    copies = models.PositiveIntegerField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Who signed off.")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(copies__gte=1), name="documents_sealuse_at_least_once"),
            models.CheckConstraint(condition=~Q(number=""), name="documents_sealuse_only_what_has_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.seal_id} {self.number}"
