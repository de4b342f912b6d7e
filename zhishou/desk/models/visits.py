import uuid

from django.db import models
from django.db.models import F, Q

from jishi.vault.door import SealedField
from zhishou.contracts.models import Reservation
from zhishou.desk.models.tickets import Ticket
from zhishou.desk.rules.visits import ActKind, CheckInWay, SignatureWay, VisitReason, VisitState
from zhishou.people.models import Engagement, Person


class DeskCode(models.Model):
    """The secret from which the short code at one client's desk is made; sealed, one for each engagement."""

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, primary_key=True, related_name="+")
    secret = SealedField(place="desk.code")

    def __str__(self) -> str:
        return str(self.engagement_id)


class Visit(models.Model):
    """One engineer's way to the client for one ticket, from the order until he has left or it was cancelled."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="visits")
    engineer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in VisitReason])
    key_user = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reservation = models.ForeignKey(
        Reservation, on_delete=models.PROTECT, null=True, related_name="+", help_text="What it draws on."
    )
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in VisitState])
    destination = models.CharField(max_length=200, help_text="Where to go, and whom to ask for.")
    task = models.CharField(max_length=500, blank=True, default="", help_text="What to do, what to bring.")
    planned_for = models.DateTimeField()
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    departed_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=500, blank=True, default="")
    check_in_way = models.CharField(
        max_length=20, blank=True, default="", choices=[(one.value, one.value) for one in CheckInWay]
    )
    place = models.CharField(max_length=200, blank=True, default="", help_text="Where he says that he is.")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    accuracy_m = models.PositiveIntegerField(null=True, help_text="How exact the device thinks that it is.")
    work_done = models.TextField(max_length=8000, blank=True, default="")
    parts = models.TextField(max_length=2000, blank=True, default="")
    unsigned_reason = models.CharField(max_length=500, blank=True, default="")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    wrong_code_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("planned_for", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in VisitState]), name="desk_visit_known_state"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[one.value for one in VisitReason]), name="desk_visit_known_reason"
            ),
            models.CheckConstraint(
                condition=Q(reason="key_user", key_user__isnull=False)
                | ~Q(reason="key_user") & Q(key_user__isnull=True, reservation__isnull=True),
                name="desk_visit_key_user_named_where_one_is_visited",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["on_site", "done"], arrived_at__isnull=False) & ~Q(check_in_way="")
                | Q(state__in=["ordered", "travelling", "cancelled"], arrived_at__isnull=True, check_in_way=""),
                name="desk_visit_on_site_by_check_in",
            ),
            models.CheckConstraint(
                condition=Q(departed_at__isnull=True) | Q(departed_at__gte=F("ordered_at")),
                name="desk_visit_departed_after_order",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True)
                | Q(arrived_at__gte=F("ordered_at"))
                & (Q(departed_at__isnull=True) | Q(arrived_at__gte=F("departed_at"))),
                name="desk_visit_arrived_after_departure",
            ),
            models.CheckConstraint(
                condition=Q(state="done", left_at__gte=F("arrived_at")) & ~Q(work_done="")
                | ~Q(state="done") & Q(left_at__isnull=True),
                name="desk_visit_done_says_what_was_done",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(state="cancelled") & Q(cancelled_at__isnull=True, cancel_reason=""),
                name="desk_visit_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="desk_visit_on_this_earth",
            ),
            models.UniqueConstraint(
                fields=["ticket", "engineer"],
                condition=Q(state__in=["ordered", "travelling", "on_site"]),
                name="desk_visit_one_open_a_ticket_and_engineer",
            ),
        )
        indexes = (
            models.Index(
                fields=["engineer", "planned_for"],
                condition=Q(state__in=["ordered", "travelling", "on_site"]),
                name="desk_visit_ahead",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.planned_for:%Y-%m-%d %H:%M}"


class VisitAct(models.Model):
    """Something that happened on a visit, taken once by the id that the device made for it; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ActKind])
    device_at = models.DateTimeField(null=True, help_text="By the device's own clock, right or wrong.")
    happened_at = models.DateTimeField(help_text="The moment that counts, by our clock.")
    received_at = models.DateTimeField()
    is_too_old = models.BooleanField(default=False, help_text="Told so late that it counts from receipt.")
    words = models.TextField(max_length=12_000, blank=True, default="")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ActKind]), name="desk_visitact_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(received_at__gte=F("happened_at")), name="desk_visitact_received_after"
            ),
            models.UniqueConstraint(
                fields=["visit", "kind"],
                condition=~Q(kind__in=["report", "photo", "unsigned"]),
                name="desk_visitact_happens_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d %H:%M}"


class Signature(models.Model):
    """The client's hand under what was done on a visit; never changed."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="signature")
    way = models.CharField(max_length=20, choices=[(one.value, one.value) for one in SignatureWay])
    strokes = models.JSONField(help_text="Strokes of points, in thousandths of the pad's width; none for a scan.")
    signer_name = models.CharField(max_length=60)
    signer_role = models.CharField(max_length=60)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was signed and how.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(way__in=[one.value for one in SignatureWay]), name="desk_signature_known_way"
            ),
            models.CheckConstraint(
                condition=~Q(signer_name="") & ~Q(signer_role=""), name="desk_signature_says_who"
            ),
        )

    def __str__(self) -> str:
        return f"{self.signer_name} {self.signed_at:%Y-%m-%d %H:%M}"
