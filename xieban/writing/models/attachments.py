import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from xieban.directory.models import Person
from xieban.writing.models.bodies import Body, Revision
from xieban.writing.rules.words import AttachmentKind, TextState


class Attachment(models.Model):
    """A file that belongs to a body, or the Word file a revision was taken from; its content lies under its digest.

    Taken away it stays as a row, with who did it and when: what was signed with it can still be shown.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in AttachmentKind])
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, related_name="originals", help_text="Taken from this file."
    )
    place = models.PositiveIntegerField(help_text="Its turn among the attachments, from 1; gaps do no harm.")
    name = models.CharField(max_length=160, help_text="As it is shown and saved; made safe.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, help_text="Told by its content.")
    thumb_width = models.PositiveSmallIntegerField(default=0, help_text="0: it is not shown as a picture.")
    thumb_height = models.PositiveSmallIntegerField(default=0)
    first_page = models.CharField(max_length=64, blank=True, default="", help_text="Its picture, by the digest.")
    text_state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in TextState])
    text = models.TextField(blank=True, default="", help_text="Its words, for the search.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in AttachmentKind]), name="writing_attachment_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind=AttachmentKind.ORIGINAL.value, revision__isnull=False, removed_at__isnull=True)
                | Q(kind=AttachmentKind.ATTACHMENT.value, revision__isnull=True),
                name="writing_attachment_original_of_revision",
            ),
            models.CheckConstraint(
                condition=Q(text_state__in=[one.value for one in TextState]), name="writing_attachment_known_state"
            ),
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True, removed_at__isnull=True)
                | Q(removed_by__isnull=False, removed_at__isnull=False),
                name="writing_attachment_removed_by_whom",
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="writing_attachment_holds_something"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="writing_attachment_digest"),
        )
        indexes = (
            models.Index(fields=["sha256"], name="writing_attachment_content"),
            models.Index(fields=["body", "place"], name="writing_attachment_of_body"),
        )

    def __str__(self) -> str:
        return self.name
