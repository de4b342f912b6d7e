import uuid

from django.db import models
from django.db.models import Q

from zhishou.desk.models.tickets import Ticket
from zhishou.desk.rules.ratings import Stars
from zhishou.people.models import Person


class Rating(models.Model):
    """How satisfied somebody of the client's is with one cycle of a ticket; given once, never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="ratings")
    cycle = models.PositiveSmallIntegerField(help_text="1, and one more with every reopening.")
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=4000, blank=True, default="")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["ticket", "cycle"], name="desk_rating_once_a_cycle"),
            models.CheckConstraint(
                condition=Q(stars__gte=Stars.VERY_BAD.value, stars__lte=Stars.VERY_GOOD.value),
                name="desk_rating_one_to_five_stars",
            ),
            models.CheckConstraint(condition=Q(cycle__gte=1), name="desk_rating_of_a_cycle"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.stars}"
