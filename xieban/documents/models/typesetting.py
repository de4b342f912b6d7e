import uuid

from django.db import models
from django.db.models import Q

from xieban.documents.models.documents import Document


class Typesetting(models.Model):
    """One time that a document was set under the red head: the files, what was measured; or why it could not be."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="typesettings")
    digest = models.CharField(max_length=64, help_text="Of what was set.")
    is_sealed = models.BooleanField(default=False)
    pdf = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the kept file.")
    word = models.CharField(max_length=64, blank=True, default="")
    pages = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=14, blank=True, default="", help_text="Of the layout check.")
    findings = models.JSONField(default=list, help_text="The layout check, one finding each.")
    fonts = models.JSONField(default=list, help_text="Per element the font asked and the font used.")
    trouble = models.TextField(blank=True, default="", help_text="Why it could not be set.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=(Q(trouble="") & ~Q(pdf="")) | ~Q(trouble=""),
                name="documents_typesetting_file_or_trouble",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.verdict or self.trouble[:40]}"
