import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from zhishou.desk.models.tickets import Intake, Note, Ticket, one_of
from zhishou.desk.models.visits import Visit
from zhishou.desk.rules.words import NoteAudience
from zhishou.people.models import Engagement, Person

OWNERS = ("ticket", "intake", "note", "visit")
"""What a file can belong to; whoever adds one widens the constraint by it."""


def exactly_one(names: tuple[str, ...]) -> Q:
    """Return the condition that one of the columns is set, and no other."""
    found = Q()
    for name in names:
        found |= Q(**{f"{other}__isnull": other != name for other in names})
    return found


class Attachment(models.Model):
    """A file of a ticket, an intake, a note or a visit; its content lies under its digest; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, related_name="files")
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, null=True, related_name="files")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, related_name="files")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="files")
    audience = models.CharField(max_length=20, choices=[(one.value, one.value) for one in NoteAudience])
    name = models.CharField(max_length=160, help_text="As it is shown and saved; made safe.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, help_text="Told by its content.")
    thumb_width = models.PositiveSmallIntegerField(default=0, help_text="0: it is not shown as a picture.")
    thumb_height = models.PositiveSmallIntegerField(default=0)
    content_id = models.CharField(
        max_length=250, blank=True, default="", help_text="By which the words of a mail show it."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=exactly_one(OWNERS), name="desk_attachment_one_owner"),
            models.CheckConstraint(
                condition=one_of("audience", NoteAudience), name="desk_attachment_known_audience"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="desk_attachment_holds_something"),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="desk_attachment_digest"),
        )
        indexes = (models.Index(fields=["sha256"], name="desk_attachment_content"),)

    def __str__(self) -> str:
        return self.name
