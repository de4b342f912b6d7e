import uuid
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person, Unit
from xieban.documents.rules.elements import Elements
from xieban.documents.rules.words import ChangeKind, DocumentType, Kind, LinkKind, Matter, Urgency
from xieban.flows.models import Instance


def choices_of(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the words as choices of a column."""
    return [(word.value, word.value) for word in words]


def one_of(field: str, words: type[StrEnum]) -> Q:
    """Return the condition that a column holds one of the words."""
    return Q(**{f"{field}__in": [word.value for word in words]})


class Document(models.Model):
    """One official document of any kind, with its elements as they stand now; its flow says where it is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=choices_of(Kind))
    type = models.CharField(max_length=10, choices=choices_of(DocumentType), blank=True, default="")
    title = models.CharField(max_length=200)
    urgency = models.CharField(max_length=4, choices=choices_of(Urgency), default=Urgency.ORDINARY.value)
    recipients = models.JSONField(default=list, help_text="主送, one body each.")
    copies_to = models.JSONField(default=list, help_text="抄送, one body each.")
    basis = models.TextField(blank=True, default="", help_text="依据")
    reason = models.TextField(blank=True, default="", help_text="事由, of memos and supervision.")
    matter = models.CharField(max_length=4, choices=choices_of(Matter), default=Matter.GENERAL.value)
    form = models.CharField(max_length=10, blank=True, default="", help_text="Layout form; empty: by its type.")
    note = models.CharField(max_length=60, blank=True, default="", help_text="附注")
    result = models.TextField(blank=True, default="", help_text="办理结果, of memos.")
    copies = models.PositiveIntegerField(default=0, help_text="印制份数, fixed at registration.")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="单位 that issues it.")
    department = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="主办处室")
    drafter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    instance = models.OneToOneField(Instance, on_delete=models.PROTECT, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=1, help_text="Counts changes of the elements; guards stale ones.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    distributed_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=one_of("kind", Kind), name="documents_document_known_kind"),
            models.CheckConstraint(condition=one_of("urgency", Urgency), name="documents_document_known_urgency"),
            models.CheckConstraint(
                condition=Q(type="") | one_of("type", DocumentType), name="documents_document_known_type"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.DISPATCH.value) | ~Q(type=""), name="documents_document_dispatch_has_a_type"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="documents_document_has_a_title"),
        )
        indexes = (
            models.Index(fields=["drafter", "-id"], name="documents_document_of_drafter"),
            models.Index(fields=["kind", "-id"], name="documents_document_of_kind"),
            models.Index(fields=["department", "-id"], name="documents_document_of_dept"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def elements(self) -> Elements:
        """Return what it says of itself, as the rules read it."""
        return Elements(
            kind=Kind(self.kind),
            type=DocumentType(self.type) if self.type else None,
            title=self.title,
            urgency=Urgency(self.urgency),
            recipients=tuple(self.recipients),
            copies_to=tuple(self.copies_to),
            basis=self.basis,
            reason=self.reason,
            matter=Matter(self.matter),
        )


class Change(models.Model):
    """One change of elements or text, with what stood there before; the database refuses to alter it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=choices_of(ChangeKind))
    node = models.CharField(max_length=200, blank=True, default="", help_text="The step at which it was made.")
    before = models.CharField(max_length=64, help_text="Digest of what is signed, before.")
    after = models.CharField(max_length=64)
    elements = models.JSONField(default=dict, help_text="Name → [before, after], without the text.")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=one_of("kind", ChangeKind), name="documents_change_known_kind"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind}"


class Link(models.Model):
    """One document came out of another: a dispatch of a memo, a correction of what was sent out."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="origins")
    origin = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="offspring")
    kind = models.CharField(max_length=10, choices=choices_of(LinkKind))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["document", "origin", "kind"], name="documents_link_once"),
            models.CheckConstraint(condition=~Q(document=F("origin")), name="documents_link_to_another"),
            models.CheckConstraint(condition=one_of("kind", LinkKind), name="documents_link_known_kind"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind} {self.origin_id}"
