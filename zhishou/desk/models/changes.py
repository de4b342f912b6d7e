import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.desk.models.tickets import Ticket, one_of
from zhishou.desk.rules.changes import ChangeKind
from zhishou.desk.rules.words import NoteAudience
from zhishou.people.models import Person


class TicketChange(models.Model):
    """Something that happened to a ticket, as its history tells it; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ChangeKind])
    words = models.TextField(max_length=20_000, blank=True, default="")
    subject = models.CharField(max_length=120, blank=True, default="", help_text="Who or what it is about.")
    audience = models.CharField(max_length=20, choices=[(one.value, one.value) for one in NoteAudience])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(what__in=[one.value for one in ChangeKind]), name="desk_change_known_kind"
            ),
            models.CheckConstraint(condition=one_of("audience", NoteAudience), name="desk_change_known_audience"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class TicketLink(models.Model):
    """Two tickets that have to do with each other; the older one comes first."""

    first = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="links_onward")
    second = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="links_back")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="desk_link_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="desk_link_older_first"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"
