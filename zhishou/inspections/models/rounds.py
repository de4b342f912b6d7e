import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from zhishou.inspections.models.plans import Plan, SheetVersion
from zhishou.inspections.rules.words import ActKind, Change, ItemOutcome, Origin, RoundState, Severity
from zhishou.people.models import Engagement, Person


class Round(models.Model):
    """One inspection, from the day on which it is foreseen until it was ended or called off."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    sheet_version = models.ForeignKey(
        SheetVersion, on_delete=models.PROTECT, related_name="+", help_text="Pinned when it begins."
    )
    number = models.PositiveIntegerField(help_text="Counted within the engagement.")
    key = models.CharField(max_length=60, help_text="Which of the plan's times it is, e.g. 2023-W11.")
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in RoundState])
    engineer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    planned_for = models.DateTimeField()
    due_at = models.DateTimeField(help_text="The end, exclusive.")
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    gathered_at = models.DateTimeField(null=True, help_text="When the measured part was last gathered.")
    measured_since = models.DateTimeField(null=True)
    measured_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    before = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="What it was compared with."
    )
    score = models.PositiveSmallIntegerField(null=True, help_text="Empty while open, or where nothing was seen.")
    unsigned_reason = models.CharField(max_length=500, blank=True, default="")
    cancel_reason = models.CharField(max_length=500, blank=True, default="")
    ahead_told_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)
    missed_told_at = models.DateTimeField(null=True)
    conclusion = models.TextField(max_length=4000, blank=True, default="")
    prepared_at = models.DateTimeField(null=True)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1, help_text="Grows with every change of what is reported.")
    code_seen = models.BooleanField(default=False, help_text="Begun by the code that the client's desk showed.")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    wrong_code_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-planned_for", "-id")
        constraints = (
            models.UniqueConstraint(fields=["engagement", "number"], name="inspections_round_number"),
            models.UniqueConstraint(fields=["plan", "key"], name="inspections_round_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in RoundState]), name="inspections_round_known_state"
            ),
            models.CheckConstraint(condition=Q(starts_at__lt=F("due_at")), name="inspections_round_ends_after"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, begun_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, score__isnull=True)),
                name="inspections_round_closed_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="inspections_round_score"
            ),
            models.CheckConstraint(
                condition=Q(prepared_at__isnull=True, prepared_by__isnull=True)
                | Q(prepared_at__isnull=False, prepared_by__isnull=False, state="closed"),
                name="inspections_round_prepared_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, prepared_at__isnull=False)
                & ~Q(reviewed_by=F("prepared_by")),
                name="inspections_round_reviewed_by_another",
            ),
        )
        indexes = (
            models.Index(
                fields=["planned_for"],
                condition=Q(state__in=["due", "under_way"]),
                name="inspections_round_open",
            ),
            models.Index(fields=["plan", "-closed_at"], name="inspections_round_before"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.key}"


class Act(models.Model):
    """Something that happened on a round, taken once by the id that the device made for it; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ActKind])
    item = models.CharField(max_length=40, blank=True, default="", help_text="Code of the item it is about.")
    said = models.JSONField(default=dict, help_text="What was given, as rules.judging.Said has it.")
    device_at = models.DateTimeField(null=True, help_text="By the device's own clock, right or wrong.")
    happened_at = models.DateTimeField(help_text="The moment that counts, by our clock.")
    received_at = models.DateTimeField()
    is_too_old = models.BooleanField(default=False, help_text="Told so late that it counts from receipt.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ActKind]), name="inspections_act_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(received_at__gte=F("happened_at")), name="inspections_act_received_after"
            ),
            models.UniqueConstraint(
                fields=["round", "kind"],
                condition=Q(kind__in=["begin", "sign", "close", "cancel"]),
                name="inspections_act_happens_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.item}"


class Picture(models.Model):
    """A photograph or scan taken on a round; its content lies under its digest; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="pictures")
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    thumb_width = models.PositiveSmallIntegerField(default=0, help_text="0: it is not shown as a picture.")
    thumb_height = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="inspections_picture_digest"),
        )
        indexes = (models.Index(fields=["sha256"], name="inspections_picture_content"),)

    def __str__(self) -> str:
        return self.name


class Result(models.Model):
    """What one item of a round came to; written anew until the round is closed, and never after."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="results")
    place = models.PositiveSmallIntegerField(help_text="In the order of the sheet.")
    key = models.CharField(max_length=120, help_text="Names the same item in every round.")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    object = models.CharField(max_length=120)
    origin = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Origin])
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ItemOutcome])
    severity = models.CharField(
        max_length=20, blank=True, default="", choices=[(one.value, one.value) for one in Severity]
    )
    observed = models.FloatField(null=True)
    unit = models.CharField(max_length=20, blank=True, default="")
    words = models.TextField(max_length=4000, blank=True, default="")
    why = models.CharField(max_length=20, blank=True, default="", help_text="Why it is unknown.")
    limit = models.CharField(max_length=200, blank=True, default="")
    window = models.CharField(max_length=60, blank=True, default="")
    probe = models.CharField(max_length=80, blank=True, default="")
    check_code = models.CharField(max_length=80, blank=True, default="")
    component = models.CharField(max_length=80, blank=True, default="")
    samples = models.PositiveIntegerField(default=0)
    minimum = models.FloatField(null=True)
    maximum = models.FloatField(null=True)
    mean = models.FloatField(null=True)
    series = models.JSONField(
        default=list, help_text="Pairs of a moment and a value, or null where nothing was seen."
    )
    lines = models.JSONField(default=list, help_text="Pairs of a limit and whether it is the second.")
    advice = models.TextField(max_length=2000, blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    change = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Change])
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=["round", "key"], name="inspections_result_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in ItemOutcome]), name="inspections_result_known_outcome"
            ),
            models.CheckConstraint(
                condition=(Q(outcome="abnormal") & ~Q(severity="")) | (~Q(outcome="abnormal") & Q(severity="")),
                name="inspections_result_abnormal_is_graded",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="unknown") | ~Q(why=""), name="inspections_result_unknown_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"


class Talk(models.Model):
    """A talk with a user on a round: what was asked, what was said, what he was shown; never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="talk")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="talks")
    item = models.CharField(
        max_length=40, blank=True, default="", help_text="Code of what was asked; may be empty."
    )
    whom = models.CharField(max_length=60)
    unit = models.CharField(max_length=60, blank=True, default="")
    has_problem = models.BooleanField()
    words = models.TextField(max_length=2000, blank=True, default="")
    guidance = models.TextField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~Q(whom=""), name="inspections_talk_with_somebody"),
            models.CheckConstraint(
                condition=Q(has_problem=False) | ~Q(words=""), name="inspections_talk_problem_is_told"
            ),
        )

    def __str__(self) -> str:
        return self.whom


class Signature(models.Model):
    """The client's hand under a round; never changed."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="signature")
    strokes = models.JSONField(help_text="Strokes of points, in thousandths of the pad's width.")
    signer_name = models.CharField(max_length=60)
    signer_role = models.CharField(max_length=60)
    opinion = models.CharField(max_length=500, blank=True, default="")
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was signed and how.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(signer_name="") & ~Q(signer_role=""), name="inspections_signature_says_who"
            ),
        )

    def __str__(self) -> str:
        return f"{self.signer_name} {self.signed_at:%Y-%m-%d %H:%M}"
