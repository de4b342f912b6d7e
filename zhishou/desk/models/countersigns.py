import uuid

from django.db import models
from django.db.models import Q

from zhishou.desk.models.tickets import Ticket
from zhishou.desk.rules.countersigns import CountersignState
from zhishou.people.models import Person


class Countersign(models.Model):
    """A colleague is asked to look at a ticket and to agree or to object, in his own words, once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="countersigns")
    asked = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="countersigns")
    question = models.TextField(max_length=4000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CountersignState])
    words = models.TextField(max_length=4000, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["ticket", "asked"], condition=Q(state="waiting"), name="desk_countersign_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in CountersignState]),
                name="desk_countersign_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="desk_countersign_ended_has_a_moment",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="desk_countersign_asks_something"),
            models.CheckConstraint(
                condition=~Q(state="objected") | ~Q(words=""), name="desk_countersign_objection_says_why"
            ),
        )
        indexes = (
            models.Index(fields=["asked", "id"], condition=Q(state="waiting"), name="desk_countersign_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.asked_id} {self.state}"
