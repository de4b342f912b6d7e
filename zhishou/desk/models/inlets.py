import uuid

from django.db import models
from django.db.models import Q

from jishi.vault.door import SealedField
from zhishou.desk.models.tickets import Intake, Note, Ticket
from zhishou.desk.rules.channels import Nature
from zhishou.desk.rules.inlets import AnswerKind, AnswerState
from zhishou.people.models import Engagement, Person


class Inlet(models.Model):
    """One way in of one contract that works by itself, e.g. a mailbox; what it needs to know is sealed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="inlets")
    kind = models.CharField(max_length=20)
    shown = models.CharField(max_length=200, help_text="What names it on pages.")
    details = SealedField(place="desk.inlet.details")
    memory = models.TextField(blank=True, default="", help_text="What its channel remembers between two looks.")
    is_on = models.BooleanField(default=True)
    next_look_at = models.DateTimeField(null=True, help_text="Empty where it is called and does not look.")
    looking_until = models.DateTimeField(null=True, help_text="Until when whoever looks now has it alone.")
    worked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True, default="")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["engagement", "kind", "shown"], name="desk_inlet_once"),
            models.CheckConstraint(condition=~Q(shown=""), name="desk_inlet_has_a_name"),
        )
        indexes = (
            models.Index(
                fields=["next_look_at"],
                condition=Q(is_on=True, next_look_at__isnull=False),
                name="desk_inlet_looks_next",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class Received(models.Model):
    """One message that an inlet took in, once, and what it was taken for; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inlet = models.ForeignKey(Inlet, on_delete=models.PROTECT, related_name="received")
    reference = models.CharField(max_length=250)
    nature = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Nature])
    sender_name = models.CharField(max_length=120, blank=True, default="")
    sender_address = models.CharField(max_length=254, blank=True, default="")
    subject = models.CharField(max_length=500, blank=True, default="")
    thread = models.JSONField(default=list, help_text="The ids of the messages that it follows.")
    reached_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    trouble = models.CharField(max_length=200, blank=True, default="", help_text="Why it could not be read.")
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, null=True, related_name="received")
    note = models.OneToOneField(Note, on_delete=models.PROTECT, null=True, related_name="received")
    follows = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, null=True, related_name="+", help_text="The ticket that it speaks of."
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["inlet", "reference"], name="desk_received_once"),
            models.CheckConstraint(
                condition=Q(nature__in=[one.value for one in Nature]), name="desk_received_known_nature"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="desk_received_has_an_id"),
        )
        indexes = (models.Index(fields=["inlet", "sender_address", "taken_at"], name="desk_received_by_sender"),)

    def __str__(self) -> str:
        return f"{self.sender_address} {self.reached_at:%Y-%m-%d %H:%M}"


class SetAside(models.Model):
    """One message that we could not take in by a fault of our own; kept whole, and tried again until it is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inlet = models.ForeignKey(Inlet, on_delete=models.PROTECT, related_name="set_aside")
    reference = models.CharField(max_length=250)
    sender_address = models.CharField(max_length=254, blank=True, default="")
    subject = models.CharField(max_length=500, blank=True, default="")
    message = models.TextField(help_text="The whole of it, its files too, as JSON.")
    fault = models.CharField(max_length=300)
    set_aside_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=1)
    next_try_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["inlet", "reference"], name="desk_set_aside_once"),)
        indexes = (models.Index(fields=["inlet", "next_try_at"], name="desk_set_aside_tried_next"),)

    def __str__(self) -> str:
        return f"{self.sender_address} {self.subject}"


class Answer(models.Model):
    """One message of ours that leaves by the inlet through which its reader wrote to us."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inlet = models.ForeignKey(Inlet, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in AnswerKind])
    to = models.ForeignKey(Received, on_delete=models.PROTECT, related_name="answers")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, related_name="answers")
    reference = models.CharField(max_length=250, help_text="Its own id there, by which replies are found.")
    subject = models.CharField(max_length=500)
    words = models.TextField(max_length=40_000)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in AnswerState])
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_answer = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["to", "kind", "note"], name="desk_answer_once_a_note"),
            models.UniqueConstraint(
                fields=["to", "kind"],
                condition=Q(note__isnull=True, kind__in=["acknowledgement", "answer"]),
                name="desk_answer_once_a_message",
            ),
            models.UniqueConstraint(fields=["reference"], name="desk_answer_reference"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in AnswerKind]), name="desk_answer_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_try_at__isnull=False, sent_at__isnull=True)
                | Q(state="sent", next_try_at__isnull=True, sent_at__isnull=False)
                | Q(state="given_up", next_try_at__isnull=True, sent_at__isnull=True)
                | Q(state="returned", next_try_at__isnull=True, sent_at__isnull=False),
                name="desk_answer_state_fits",
            ),
        )
        indexes = (models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="desk_answer_waiting"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
