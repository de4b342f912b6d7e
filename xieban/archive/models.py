"""Rows of the archive: what was checked, what lies there, who looked."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from xieban.directory.models import Person, Unit
from xieban.documents.models import Document


class Inspection(models.Model):
    """One time the four checks ran over a document, and what they found; never altered."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="inspections")
    faults = models.PositiveIntegerField(help_text="How many; 0: it passed.")
    findings = models.JSONField(default=list, help_text="Fault and about, one each.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.faults}"

    @property
    def passed(self) -> bool:
        return self.faults == 0


class Record(models.Model):
    """One document in the archive, as it was found by, and its package; never altered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="record")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True, default="", help_text="发文字号, or 签报号.")
    title = models.CharField(max_length=200)
    type = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=12)
    year = models.PositiveIntegerField(help_text="归档年度: of the number, else of the signature.")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="Of the package.")
    size = models.PositiveBigIntegerField()
    files = models.PositiveIntegerField(help_text="In the package, with a checksum each.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Who archived it.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="archive_record_digest"),
            models.CheckConstraint(condition=Q(size__gte=1, files__gte=1), name="archive_record_holds_something"),
        )
        indexes = (
            models.Index(fields=["year", "-id"], name="archive_record_of_year"),
            models.Index(fields=["department", "-id"], name="archive_record_of_department"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Opening(models.Model):
    """Somebody looked at a record, or took its package; never altered."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    took_package = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.person_id} {self.record_id}"
