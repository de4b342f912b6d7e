import uuid

from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person
from xieban.flows.models import Instance
from xieban.meetings.rules import Answer, State
from xieban.writing.models import Body


class Room(models.Model):
    """One room in which meetings are held; closed, never removed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    place = models.CharField(max_length=60, blank=True, default="")
    seats = models.PositiveSmallIntegerField(default=10)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["name"], condition=Q(closed_at__isnull=True), name="meetings_room_one_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="meetings_room_has_a_name"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=5000), name="meetings_room_seats"),
        )

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """One meeting in one room, from a moment until another (exclusive)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="meetings")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    agenda = models.TextField(max_length=4000, blank=True, default="")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    instance = models.OneToOneField(Instance, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    minutes = models.OneToOneField(Body, on_delete=models.PROTECT, null=True, related_name="+")
    minutes_closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("begins_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="meetings_meeting_known_state"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="meetings_meeting_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="meetings_meeting_has_a_title"),
            models.CheckConstraint(
                condition=Q(minutes_closed_at__isnull=True) | Q(minutes__isnull=False),
                name="meetings_meeting_closed_minutes_exist",
            ),
        )
        indexes = (models.Index(fields=["begins_at"], name="meetings_meeting_when"),)

    def __str__(self) -> str:
        return self.title


class RoomSlot(models.Model):
    """One quarter of an hour of a room that is promised; unique, so that nobody is promised it too."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="slots")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["room", "starts_at"], name="meetings_roomslot_promised_once"),
        )

    def __str__(self) -> str:
        return f"{self.room_id} {self.starts_at}"


class Attendance(models.Model):
    """One person invited to a meeting: what he answered, and when he signed in."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Answer], default="none")
    reason = models.CharField(max_length=400, blank=True, default="", help_text="Why somebody stays away.")
    answered_at = models.DateTimeField(null=True)
    signed_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_attendance_once"),
            models.CheckConstraint(
                condition=Q(answer__in=[one.value for one in Answer]), name="meetings_attendance_known_answer"
            ),
            models.CheckConstraint(
                condition=~Q(answer="leave") | ~Q(reason=""), name="meetings_attendance_leave_says_why"
            ),
        )
        indexes = (models.Index(fields=["person", "-id"], name="meetings_attendance_of_person"),)

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id}"
