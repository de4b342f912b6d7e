import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.contracts.models.contracts import Contract
from zhishou.contracts.rules.entitlements import MovementKind, ReservationState
from zhishou.people.models import Person


class Account(models.Model):
    """One entitlement of one term: its figures are a cache of the movements, guarded by the database."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="accounts")
    key = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    granted = models.PositiveIntegerField(default=0, help_text="What the contract gives.")
    approved = models.PositiveIntegerField(default=0, help_text="Over-use that the client has approved.")
    reserved = models.PositiveIntegerField(default=0)
    consumed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("contract", "key", "starts_at")
        constraints = (
            models.UniqueConstraint(fields=["contract", "key", "starts_at"], name="contracts_account_once_a_term"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="contracts_account_ends_later"),
            models.CheckConstraint(
                condition=Q(granted__gte=F("reserved") + F("consumed") - F("approved")),
                name="contracts_account_never_below_zero",
            ),
            # PositiveIntegerField guards PostgreSQL and SQLite alike; named so that a test can name them.
            models.CheckConstraint(
                condition=Q(granted__gte=0, approved__gte=0, reserved__gte=0, consumed__gte=0),
                name="contracts_account_figures_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract} · {self.key}"

    @property
    def balance(self) -> int:
        """What the contract still gives; below zero only by as much as was approved."""
        return self.granted - self.reserved - self.consumed

    @property
    def available(self) -> int:
        """What can be reserved now."""
        return self.balance + self.approved


class Reservation(models.Model):
    """Some of an entitlement set aside for one purpose, until it is used or given back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in ReservationState])
    purpose = models.CharField(max_length=200)
    about_kind = models.CharField(max_length=60, blank=True, default="", help_text="E.g. visit; whose key follows.")
    about_key = models.CharField(max_length=80, blank=True, default="")
    reserved_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gte=1), name="contracts_reservation_of_something"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ReservationState]),
                name="contracts_reservation_known_state",
            ),
            models.UniqueConstraint(
                fields=["account", "about_kind", "about_key"],
                condition=~Q(about_key="")
                & Q(state__in=[ReservationState.RESERVED.value, ReservationState.CONSUMED.value]),
                name="contracts_reservation_once_for_a_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} · {self.state}"


class Movement(models.Model):
    """One movement of an entitlement; the database refuses to change or remove it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MovementKind])
    quantity = models.IntegerField(help_text="Positive, but for a grant that a new version made smaller.")
    reservation = models.ForeignKey(Reservation, on_delete=models.PROTECT, null=True, related_name="movements")
    reason = models.CharField(max_length=200, blank=True, default="")
    balance_after = models.IntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in MovementKind]), name="contracts_movement_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind=MovementKind.GRANT.value) | Q(quantity__gte=1),
                name="contracts_movement_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MovementKind.APPROVE.value) | (~Q(reason="") & Q(by__isnull=False)),
                name="contracts_movement_approval_names_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[MovementKind.GRANT.value, MovementKind.APPROVE.value])
                | Q(reservation__isnull=False),
                name="contracts_movement_names_its_reservation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"
