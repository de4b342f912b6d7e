import uuid

from django.db import models
from django.db.models import Q

from zhishou.desk.rules.places import Verb
from zhishou.people.models import Engagement, Person


class SavedFilter(models.Model):
    """Which tickets somebody looks at again and again, under a name; shared ones the whole service team sees."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    asked = models.CharField(max_length=700, blank=True, help_text="What stands in the console's address.")
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["engagement", "owner", "name"], name="desk_filter_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="desk_filter_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One wish about many tickets, and what became of it for each; done in the order in which they were chosen."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20, choices=[(verb.value, verb.value) for verb in Verb])
    tier = models.CharField(max_length=20, blank=True, default="")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.PositiveIntegerField(null=True, help_text="The number of the ticket above.")
    words = models.TextField(max_length=4000, blank=True, default="")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(verb__in=[verb.value for verb in Verb]), name="desk_batch_known_verb"
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.begun_at:%Y-%m-%d %H:%M}"


class BatchItem(models.Model):
    """One ticket of a batch as it was when it was chosen: waiting until it is done, or refused with the reason."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=500, blank=True, default="", help_text="Why; empty: done or waiting.")

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="desk_batch_ticket_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.number}"
