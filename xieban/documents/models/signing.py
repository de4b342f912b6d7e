import uuid

from django.db import models
from django.db.models import Q

from xieban.directory.models import Person, Unit
from xieban.documents.models.documents import Document, choices_of, one_of
from xieban.documents.rules.words import Matter
from xieban.flows.rules.words import Decision


class SignOff(models.Model):
    """One leader's signature: the digest of what lay before him, his opinion, the date; never altered.

    Taken back, it stays, and a second row without consent says so.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sign_offs")
    seat_number = models.PositiveIntegerField(help_text="The seat of the flow on which he signed.")
    node_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="Of title, type, text and attachments as they were signed.")
    title = models.CharField(max_length=200, help_text="As it was signed.")
    text = models.TextField(blank=True, default="", help_text="The words as they were signed.")
    decision = models.CharField(max_length=10, choices=choices_of(Decision))
    consents = models.BooleanField()
    ruling = models.CharField(max_length=40, blank=True, default="", help_text="批示, of memos.")
    words = models.TextField(max_length=4000, blank=True, default="")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acted_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(help_text="成文日期, the day at the office.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["document", "seat_number", "consents"], name="documents_signoff_one_a_seat"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="documents_signoff_freezes_something"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.person_id} {self.decision}"


class MandatoryCountersign(models.Model):
    """One department that must countersign every memo of a matter, by rule of the house."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="单位 whose rule it is.")
    matter = models.CharField(max_length=4, choices=choices_of(Matter))
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("unit", "matter", "id")
        constraints = (
            models.UniqueConstraint(fields=["unit", "matter", "department"], name="documents_mandatory_once"),
            models.CheckConstraint(condition=one_of("matter", Matter), name="documents_mandatory_known_matter"),
        )

    def __str__(self) -> str:
        return f"{self.matter} {self.department_id}"
