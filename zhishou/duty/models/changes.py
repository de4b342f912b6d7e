import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.duty.models.rosters import Roster
from zhishou.people.models import Engagement, Person


class SwapState(models.TextChoices):
    """How a swap request stands."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Swap(models.Model):
    """One person asks another to take a shift, for one of theirs or for nothing; works only with consent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="swaps")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gives_from = models.DateTimeField()
    gives_until = models.DateTimeField()
    takes_from = models.DateTimeField(null=True, blank=True)
    takes_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10, choices=SwapState, default=SwapState.ASKED)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(gives_until__gt=F("gives_from")), name="duty_swap_gives_a_span"),
            models.CheckConstraint(
                condition=Q(takes_from__isnull=True, takes_until__isnull=True) | Q(takes_until__gt=F("takes_from")),
                name="duty_swap_takes_a_span",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("asked_of")), name="duty_swap_between_two"),
        )
        indexes = (models.Index(fields=["expires_at"], name="duty_swap_open", condition=Q(state="asked")),)

    def __str__(self) -> str:
        return f"{self.asked_by} → {self.asked_of}"


class Override(models.Model):
    """Somebody is on watch in a span whatever the rotation says; the later made goes first."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="overrides")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    swap = models.ForeignKey(Swap, on_delete=models.PROTECT, null=True, blank=True, related_name="overrides")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_override_is_a_span"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("made_at")), name="duty_override_not_in_the_past"),
        )
        indexes = (models.Index(fields=["roster", "ends_at"], name="duty_override_of_roster"),)

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at:%Y-%m-%d %H:%M}"


class Absence(models.Model):
    """Somebody cannot be on watch in a contract: on leave, or with a closed account (no end)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="absences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    is_deactivation = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="duty_absence_is_a_span"
            ),
            models.UniqueConstraint(
                fields=["engagement", "person"],
                condition=Q(is_deactivation=True, cancelled_at__isnull=True),
                name="duty_absence_deactivated_once",
            ),
        )
        indexes = (models.Index(fields=["engagement", "person"], name="duty_absence_of_person"),)

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at:%Y-%m-%d}"


class HandOverNote(models.Model):
    """What the one leaving the watch tells the one who comes."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(max_length=4000)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["roster", "-written_at"], name="duty_note_latest"),)

    def __str__(self) -> str:
        return self.text[:40]
