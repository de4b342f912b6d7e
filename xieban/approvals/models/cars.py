import uuid

from django.db import models
from django.db.models import F, Q

from xieban.flows.models import Instance


class Vehicle(models.Model):
    """One car of the office; retired, never removed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plate = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True, default="")
    seats = models.PositiveSmallIntegerField(default=5)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("plate", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["plate"], condition=Q(retired_at__isnull=True), name="approvals_vehicle_one_plate"
            ),
            models.CheckConstraint(condition=~Q(plate=""), name="approvals_vehicle_has_a_plate"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=100), name="approvals_vehicle_seats"),
        )

    def __str__(self) -> str:
        return self.plate


class Trip(models.Model):
    """One car promised to one application, from a moment until another (exclusive)."""

    instance = models.OneToOneField(Instance, on_delete=models.PROTECT, related_name="+")
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="trips")
    leaves_at = models.DateTimeField()
    back_at = models.DateTimeField()

    class Meta:
        ordering = ("leaves_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(back_at__gt=F("leaves_at")), name="approvals_trip_ends_after_start"),
        )
        indexes = (models.Index(fields=["leaves_at"], name="approvals_trip_when"),)

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.leaves_at}"


class TripSlot(models.Model):
    """One half hour of a car that is promised; unique, so that nobody is promised it too."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="slots")
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["vehicle", "starts_at"], name="approvals_tripslot_promised_once"),
        )

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.starts_at}"
