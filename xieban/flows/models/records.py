import uuid

from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person
from xieban.flows.models.definitions import one_of
from xieban.flows.models.instances import Instance, Seat, Token
from xieban.flows.rules.words import Decision, FactKind, OpinionKind


class Vote(models.Model):
    """What one person said at a node where several sign; taken back, it stays with its moment."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="votes")
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="votes")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="vote")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="votes")
    decision = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Decision])
    at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=one_of("decision", Decision), name="flows_vote_known_decision"),
            models.UniqueConstraint(
                fields=["token", "person"], condition=Q(retracted_at__isnull=True), name="flows_vote_one_each"
            ),
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True) | Q(retracted_at__gte=F("at")),
                name="flows_vote_retracted_after",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.decision}"


class Opinion(models.Model):
    """What somebody wrote with an act; the database refuses to change or remove it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="opinions")
    token_number = models.PositiveIntegerField(default=0)
    seat_number = models.PositiveIntegerField(default=0)
    node_name = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in OpinionKind])
    decision = models.CharField(max_length=10, blank=True, default="")
    words = models.TextField(max_length=4000, blank=True, default="")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opinions")
    acted_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=one_of("kind", OpinionKind), name="flows_opinion_known_kind"),
            models.CheckConstraint(
                condition=~Q(kind__in=[OpinionKind.RETURN.value, OpinionKind.INTERVENTION.value]) | ~Q(words=""),
                name="flows_opinion_gives_a_reason",
            ),
        )
        indexes = (models.Index(fields=["instance", "id"], name="flows_opinion_of_instance"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.words[:40]}"


class Fact(models.Model):
    """One line of an instance's log; the database refuses to change or remove it."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    step = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in FactKind])
    node = models.CharField(max_length=200, blank=True, default="")
    token_number = models.PositiveIntegerField(default=0)
    seat_number = models.PositiveIntegerField(default=0)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ("instance", "number")
        constraints = (
            models.UniqueConstraint(fields=["instance", "number"], name="flows_fact_number"),
            models.CheckConstraint(condition=one_of("kind", FactKind), name="flows_fact_known_kind"),
        )

    def __str__(self) -> str:
        return f"{self.instance_id}.{self.number} {self.kind}"
