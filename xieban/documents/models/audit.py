import uuid

from django.db import models

from xieban.directory.models import Person
from xieban.documents.models.documents import Document, choices_of, one_of
from xieban.documents.rules.words import ActKind, Page


class Viewing(models.Model):
    """Somebody looked at a document, or took a file of it; never altered."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="viewings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=10, choices=choices_of(Page))
    what = models.CharField(max_length=200, blank=True, default="", help_text="Which file.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=one_of("page", Page), name="documents_viewing_known_page"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.document_id} {self.page}"


class Act(models.Model):
    """Something that somebody did with documents beside their flow, e.g. voided one; never altered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="acts")
    kind = models.CharField(max_length=12, choices=choices_of(ActKind))
    words = models.CharField(max_length=400, blank=True, default="")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acted_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=one_of("kind", ActKind), name="documents_act_known_kind"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Refused(models.Model):
    """Somebody tried to bring in something with a secrecy grade; nothing of it is kept but the grade."""

    grade = models.CharField(max_length=4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="refusals")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.person_id} {self.grade}"
