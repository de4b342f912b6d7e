import uuid

from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person
from xieban.documents.models.documents import Document, choices_of, one_of
from xieban.documents.rules.words import ReceiptWay


class Receipt(models.Model):
    """One receiver of a document that was sent out, and when it was signed for (签收)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="receipts")
    way = models.CharField(max_length=10, choices=choices_of(ReceiptWay))
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("document", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["document", "name"], condition=Q(person__isnull=True), name="documents_receipt_once_outside"
            ),
            models.UniqueConstraint(
                fields=["document", "person"],
                condition=Q(person__isnull=False),
                name="documents_receipt_once_inside",
            ),
            models.CheckConstraint(condition=one_of("way", ReceiptWay), name="documents_receipt_known_way"),
            models.CheckConstraint(
                condition=Q(way=ReceiptWay.OUTSIDE.value) | Q(person__isnull=False),
                name="documents_receipt_inside_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, noted_by__isnull=True)
                | Q(signed_at__gte=F("sent_at"), noted_by__isnull=False),
                name="documents_receipt_signed_after_sent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.name}"
