import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Tier

TIERS = [(tier.value, tier.value) for tier in Tier]


class Roster(models.Model):
    """The watch of one tier in one contract; what it says lies in its versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="rosters")
    tier = models.CharField(max_length=20, choices=TIERS)
    zone = models.CharField(max_length=60, help_text="IANA name of the zone whose wall clock hand-overs follow.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["engagement", "tier"], name="duty_roster_one_per_tier"),
            models.CheckConstraint(
                condition=Q(tier__in=[tier.value for tier in Tier]), name="duty_roster_known_tier"
            ),
        )

    def __str__(self) -> str:
        return f"{self.engagement} · {self.tier}"


class RosterVersion(models.Model):
    """What a roster says from a moment on; immutable, so that the past stays provable."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effective_from = models.DateTimeField()
    layers = models.JSONField(help_text="Rotations, the first goes first; persons by their ids.")
    reason = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("roster", "number")
        constraints = (
            models.UniqueConstraint(fields=["roster", "number"], name="duty_rosterversion_numbered_once"),
            models.CheckConstraint(
                condition=Q(effective_from__gte=F("made_at")), name="duty_rosterversion_not_into_the_past"
            ),
        )

    def __str__(self) -> str:
        return f"{self.roster} v{self.number}"


class RosterMember(models.Model):
    """A person named in a version; keeps the person, and finds whose rosters to look at."""

    version = models.ForeignKey(RosterVersion, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roster_memberships")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["version", "person"], name="duty_rostermember_once"),)

    def __str__(self) -> str:
        return f"{self.person} in {self.version}"
