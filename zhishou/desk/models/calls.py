import uuid

from django.db import models
from django.db.models import Q

from jishi.vault.door import SealedField
from zhishou.desk.models.tickets import Intake
from zhishou.desk.rules.calls import CallEventKind
from zhishou.people.models import Engagement, Person


class CallLine(models.Model):
    """The way by which the call centre of one contract reaches us: its secret, and whose extension is which."""

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, primary_key=True, related_name="+")
    secret = SealedField(place="desk.call_line")
    previous = SealedField(place="desk.call_line.previous")
    previous_until = models.DateTimeField(null=True, help_text="Until when the secret before still signs.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    extensions = models.JSONField(default=dict, help_text="Extension to account name.")

    def __str__(self) -> str:
        return str(self.engagement)


class PhoneCall(models.Model):
    """One call as the call centre tells of it; the intake is what was written down about it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    call_id = models.CharField(max_length=120)
    caller_number = models.CharField(max_length=40, blank=True, default="", help_text="Empty: withheld.")
    caller = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    recording = models.CharField(max_length=500, blank=True, default="")
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, null=True, related_name="call")

    class Meta:
        ordering = ("-rang_at", "-id")
        constraints = (models.UniqueConstraint(fields=["engagement", "call_id"], name="desk_phonecall_once"),)
        indexes = (
            models.Index(
                fields=["engagement", "-rang_at"], condition=Q(intake__isnull=True), name="desk_phonecall_unwritten"
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.caller_number}"


class CallEvent(models.Model):
    """One message of the call centre, by its signature: the same one is heard once."""

    call = models.ForeignKey(PhoneCall, on_delete=models.PROTECT, related_name="events")
    event = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CallEventKind])
    moment = models.DateTimeField()
    heard_at = models.DateTimeField()
    signature = models.CharField(max_length=70, unique=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(event__in=[one.value for one in CallEventKind]), name="desk_callevent_known_event"
            ),
        )

    def __str__(self) -> str:
        return f"{self.call_id} {self.event}"
