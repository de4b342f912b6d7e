from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person, Unit
from xieban.documents.models.documents import Document, choices_of, one_of
from xieban.documents.rules.words import Rhythm, Source


class Supervision(models.Model):
    """What is recorded of a supervised matter: whence, what counts as done, who leads, until when, how it ended."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="supervision")
    source = models.CharField(max_length=4, choices=choices_of(Source))
    minutes = models.UUIDField(null=True, db_index=True, help_text="The meeting whose minutes it comes from.")
    criteria = models.TextField(help_text="完成标准")
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", help_text="主办处室")
    due_on = models.DateField(null=True)
    rhythm = models.CharField(max_length=2, choices=choices_of(Rhythm), blank=True, default="")
    signed_at = models.DateTimeField(null=True, help_text="When the leading department signed for it.")
    report_due_on = models.DateField(null=True, help_text="When the next report is due.")
    asked_at = models.DateTimeField(null=True, help_text="When closing was asked for; none after a refusal.")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-document_id",)
        constraints = (
            models.CheckConstraint(condition=one_of("source", Source), name="documents_supervision_known_source"),
            models.CheckConstraint(condition=~Q(criteria=""), name="documents_supervision_says_when_done"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("asked_at")),
                name="documents_supervision_closed_when_asked",
            ),
        )
        indexes = (models.Index(fields=["lead", "due_on"], name="documents_supervision_of_lead"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.source}"


class Feedback(models.Model):
    """One report of the leading department on a supervised matter; never altered."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="feedbacks")
    words = models.TextField(max_length=4000)
    is_finished = models.BooleanField(help_text="It says that the matter is done.")
    due_on = models.DateField(null=True, help_text="When it was due.")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=~Q(words=""), name="documents_feedback_says_something"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.at}"
