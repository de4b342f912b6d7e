import uuid

from django.db import models
from django.db.models import Q

from xieban.directory.models import Person, Unit
from xieban.documents.models.documents import Document, choices_of, one_of
from xieban.documents.rules.numbering import written
from xieban.documents.rules.words import DocumentType, Kind, NumberState


class Series(models.Model):
    """One row of numbers of a unit, e.g. the 机关代字 江红发 of its dispatches, or 签报 of its memos."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=choices_of(Kind))
    code = models.CharField(max_length=20, unique=True, help_text="代字, as it is printed.")
    types = models.JSONField(default=list, help_text="The document types it is for; none: all.")
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("unit__place", "id")
        constraints = (
            models.CheckConstraint(condition=one_of("kind", Kind), name="documents_series_known_kind"),
            models.CheckConstraint(condition=~Q(code=""), name="documents_series_has_a_code"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def runs_on(self) -> bool:
        """Say whether it counts orders, 命令(令), on and on over the years: such a series is for nothing else."""
        return bool(self.types == [DocumentType.ORDER.value])


class Counter(models.Model):
    """How far one series has come in one year; locked while a number is given, so that none is missing."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="counters")
    year = models.PositiveIntegerField(help_text="0: it counts on over the years.")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("series", "year")
        constraints = (models.UniqueConstraint(fields=["series", "year"], name="documents_counter_one_a_year"),)

    def __str__(self) -> str:
        return f"{self.series_id} {self.year}: {self.last}"


class Number(models.Model):
    """One number of a series: reserved at registration, used on what is sealed, or voided; never given twice."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="numbers")
    year = models.PositiveIntegerField(help_text="0: the number names none.")
    serial = models.PositiveIntegerField()
    text = models.CharField(max_length=60, help_text="As it is printed.")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="numbers")
    state = models.CharField(max_length=10, choices=choices_of(NumberState), default=NumberState.RESERVED.value)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=400, blank=True, default="", help_text="Why it was voided.")

    class Meta:
        ordering = ("series", "-year", "-serial")
        constraints = (
            models.UniqueConstraint(fields=["series", "year", "serial"], name="documents_number_once"),
            models.UniqueConstraint(
                fields=["document"],
                condition=~Q(state=NumberState.VOIDED.value),
                name="documents_number_one_of_a_document",
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="documents_number_counts_from_one"),
            models.CheckConstraint(
                condition=Q(state=NumberState.RESERVED.value, used_at__isnull=True, voided_at__isnull=True)
                | Q(state=NumberState.USED.value, used_at__isnull=False, voided_at__isnull=True)
                | (Q(state=NumberState.VOIDED.value, voided_at__isnull=False) & ~Q(reason="")),
                name="documents_number_state_has_its_moment",
            ),
        )
        indexes = (models.Index(fields=["-given_at", "-id"], name="documents_number_newest"),)

    def __str__(self) -> str:
        return self.text or written(code=self.series.code, year=self.year, serial=self.serial)
