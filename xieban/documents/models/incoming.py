import uuid

from django.db import models
from django.db.models import Q

from xieban.directory.models import Person, Unit
from xieban.documents.models.documents import Document, choices_of, one_of
from xieban.documents.rules.words import Answer, Check, Handling


class Incoming(models.Model):
    """What is recorded of a document that came in: from whom, when, until when, and how it was answered."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="incoming")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="单位 that received it.")
    sender = models.CharField(max_length=120, help_text="来文单位")
    sender_number = models.CharField(max_length=60, blank=True, default="", help_text="来文字号")
    sender_key = models.CharField(max_length=120, help_text="The sender as it is compared.")
    number_key = models.CharField(max_length=60, blank=True, default="", help_text="The number as it is compared.")
    is_live = models.BooleanField(default=True, help_text="Neither sent back nor voided; one of a kind then.")
    received_at = models.DateTimeField(help_text="签收时间, to the minute.")
    is_intact = models.BooleanField(help_text="Counted and found whole when it came.")
    due_on = models.DateField(null=True, help_text="限办日期; the day itself counts as kept.")
    handling = models.CharField(max_length=4, choices=choices_of(Handling), blank=True, default="")
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", help_text="主办处室")
    presser = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=6, choices=choices_of(Answer), blank=True, default="")
    answer_reason = models.TextField(blank=True, default="", help_text="Why no reply is needed.")
    answered_at = models.DateTimeField(null=True)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("-document_id",)
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "sender_key", "number_key"],
                condition=Q(is_live=True) & ~Q(number_key=""),
                name="documents_incoming_once",
            ),
            models.CheckConstraint(
                condition=~Q(sender="") & ~Q(sender_key=""), name="documents_incoming_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(handling="") | one_of("handling", Handling), name="documents_incoming_known_handling"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer=Answer.REPLIED.value, answered_at__isnull=False)
                | (Q(answer=Answer.NOT_NEEDED.value, answered_at__isnull=False) & ~Q(answer_reason="")),
                name="documents_incoming_answer_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(sent_back_at__isnull=True)
                | (Q(sent_back_at__isnull=False, is_live=False) & ~Q(sent_back_reason="")),
                name="documents_incoming_sent_back_says_why",
            ),
        )
        indexes = (
            models.Index(fields=["unit", "-document"], name="documents_incoming_of_unit"),
            models.Index(fields=["lead", "due_on"], name="documents_incoming_of_lead"),
        )

    def __str__(self) -> str:
        return f"{self.sender} {self.sender_number}"


class Examination(models.Model):
    """One answer of the first examination (初审) to one of its five questions; never altered."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="examinations")
    round = models.PositiveIntegerField(help_text="The seat of the flow on which it was given.")
    check_name = models.CharField(max_length=12, choices=choices_of(Check))
    passed = models.BooleanField()
    reason = models.CharField(max_length=1000, blank=True, default="")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["document", "round", "check_name"], name="documents_examination_once"),
            models.CheckConstraint(condition=one_of("check_name", Check), name="documents_examination_known"),
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(reason=""), name="documents_examination_no_needs_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.check_name}"


class Urging(models.Model):
    """One time that somebody was urged (催办), by a mark of a limit or about an unread copy; never altered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="urgings")
    node = models.CharField(
        max_length=200, blank=True, default="", help_text="The step; none: about a copy to read."
    )
    percent = models.PositiveSmallIntegerField(default=0, help_text="The mark: 50, 80, 100; 0: by somebody's hand.")
    due_at = models.DateTimeField(null=True)
    people = models.JSONField(default=list, help_text="Who was urged, and who sees to it, by name.")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="By whom.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["document", "node", "percent", "due_at"],
                condition=Q(percent__gt=0),
                name="documents_urging_mark_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.percent}"
