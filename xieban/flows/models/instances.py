import uuid

from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person
from xieban.flows.models.definitions import Version, one_of
from xieban.flows.rules.words import (
    HANDLED,
    OVER,
    Decision,
    Ending,
    SeatState,
    Status,
    TimerKind,
    TimerState,
    TokenState,
)

ENDED, OPEN = TokenState.ENDED.value, SeatState.OPEN.value
OVER_STATES = sorted(status.value for status in OVER)
HANDLED_SEATS = sorted(state.value for state in HANDLED)
LIVE_SEATS = [SeatState.WAITING.value, SeatState.OPEN.value, SeatState.DELEGATED.value]


def choices_of(
    words: type[TokenState | SeatState | Status | TimerKind | TimerState | Ending | Decision],
) -> list[tuple[str, str]]:
    """Return the words as choices of a column."""
    return [(word.value, word.value) for word in words]


class Instance(models.Model):
    """One thing on its way by one version of a flow, from its start until it is over."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="instances")
    title = models.CharField(max_length=200)
    starter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="instances_started")
    status = models.CharField(max_length=10, choices=choices_of(Status))
    variables = models.JSONField(default=dict)
    step = models.PositiveIntegerField(help_text="How many steps were taken; guards against stale ones.")
    last_number = models.PositiveIntegerField(help_text="Of tokens, seats, timers and readings, which share it.")
    facts_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    pressed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=one_of("status", Status), name="flows_instance_known_status"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False, status__in=OVER_STATES)
                | (Q(ended_at__isnull=True) & ~Q(status__in=OVER_STATES)),
                name="flows_instance_over_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SUSPENDED.value, suspended_at__isnull=False)
                | (~Q(status=Status.SUSPENDED.value) & Q(suspended_at__isnull=True)),
                name="flows_instance_suspended_since",
            ),
        )
        indexes = (
            models.Index(fields=["starter", "-id"], name="flows_instance_of_starter"),
            models.Index(fields=["version", "status"], name="flows_instance_of_version"),
            models.Index(fields=["-id"], condition=Q(status=Status.RUNNING.value), name="flows_instance_running"),
            # What is over is many times as much as what is under way; the inbox asks whether that was urged.
            models.Index(fields=["id", "pressed_at"], condition=Q(ended_at=None), name="flows_instance_open"),
            # Who had a hand in many looks from the newest on; who had in few, from his own seats.
            models.Index(fields=["-moved_at", "-id"], condition=~Q(ended_at=None), name="flows_instance_over"),
        )

    def __str__(self) -> str:
        return self.title


class Token(models.Model):
    """One stay of an instance at one node; ended, never removed, so that an instance's tokens are its history."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="tokens")
    number = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    node_name = models.CharField(max_length=200, help_text="As the node was called at that time.")
    state = models.CharField(max_length=10, choices=choices_of(TokenState))
    within = models.PositiveIntegerField(default=0, help_text="The stay at the sub-process around it.")
    via = models.CharField(max_length=200, blank=True, default="")
    parents = models.JSONField(default=list)
    path = models.JSONField(default=list)
    cause = models.PositiveIntegerField(default=0)
    back_to = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, blank=True, default="", choices=choices_of(Ending))
    born = models.PositiveIntegerField(help_text="The step in which it began.")
    died = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0, help_text="The step in which what followed was taken back.")
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("instance", "number")
        constraints = (
            models.UniqueConstraint(fields=["instance", "number"], name="flows_token_number"),
            models.CheckConstraint(condition=one_of("state", TokenState), name="flows_token_known_state"),
            models.CheckConstraint(
                condition=Q(state=ENDED, until__isnull=False, died__gt=0)
                & Q(ending__in=[ending.value for ending in Ending])
                | (~Q(state=ENDED) & Q(until__isnull=True, ending="", died=0)),
                name="flows_token_ended_says_how",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="flows_token_ends_after_start"
            ),
        )
        indexes = (
            models.Index(fields=["node", "since"], condition=~Q(state=ENDED), name="flows_token_open_at_node"),
        )

    def __str__(self) -> str:
        return f"{self.instance_id}.{self.number} {self.node}"


class Seat(models.Model):
    """One piece of work at a stay (a to-do): whose turn it is when, who has it, and what was said."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="seats")
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=choices_of(SeatState))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="seats")
    acted_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=10, blank=True, default="", choices=choices_of(Decision))
    origin = models.PositiveIntegerField(default=0, help_text="The seat it came from.")
    lent = models.BooleanField(default=False, help_text="Delegated: it goes back to the one of its origin.")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    born = models.PositiveIntegerField()
    died = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("instance", "number")
        constraints = (
            models.UniqueConstraint(fields=["instance", "number"], name="flows_seat_number"),
            models.CheckConstraint(condition=one_of("state", SeatState), name="flows_seat_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_SEATS, until__isnull=True)
                | (~Q(state__in=LIVE_SEATS) & Q(until__isnull=False)),
                name="flows_seat_over_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=SeatState.DONE.value)
                | (Q(person__isnull=False) & Q(decision__in=[decision.value for decision in Decision])),
                name="flows_seat_done_says_by_whom_and_what",
            ),
            models.UniqueConstraint(
                fields=["token", "person"],
                condition=Q(state__in=[*LIVE_SEATS, SeatState.DONE.value], lent=False, acted_for__isnull=True),
                name="flows_seat_one_voice_each",
            ),
        )
        indexes = (
            models.Index(
                fields=["person", "instance"], condition=Q(state__in=HANDLED_SEATS), name="flows_seat_handled_in"
            ),
            # What lies open is little beside all that was done; whoever looks for what is stuck asks for it.
            models.Index(fields=["token"], condition=Q(until=None), name="flows_seat_open"),
        )

    def __str__(self) -> str:
        return f"{self.instance_id}.{self.number}"


class Candidate(models.Model):
    """One person who may take a seat; `is_open` while he could do so now: these rows are the inbox."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="candidates")
    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    is_open = models.BooleanField()
    since = models.DateTimeField()
    urged_at = models.DateTimeField(
        null=True, help_text="When he was last told to hurry: by hand, or by a mark of the deadline."
    )

    class Meta:
        ordering = ("seat", "id")
        constraints = (models.UniqueConstraint(fields=["seat", "person"], name="flows_candidate_once"),)
        indexes = (
            models.Index(
                fields=["person", "-since", "-id"], condition=Q(is_open=True), name="flows_candidate_inbox"
            ),
            models.Index(fields=["person", "instance"], name="flows_candidate_of_person"),
            models.Index(
                fields=["person"],
                condition=Q(is_open=True, urged_at__isnull=False),
                name="flows_candidate_urged",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat_id} {self.person_id}"


class Hand(models.Model):
    """Somebody had a hand in what is under way; gone when that is over, so that there are never many.

    It follows from the seats that were handled, lent or sent back for a while, and changes in the step that changes
    them.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="hands")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["person", "instance"], name="flows_hand_once"),)

    def __str__(self) -> str:
        return f"{self.instance_id} {self.person_id}"


class Timer(models.Model):
    """One moment at which something happens to a stay: a mark of its deadline, or a timer event."""

    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="timers")
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="timers")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=choices_of(TimerKind))
    element = models.CharField(max_length=200)
    percent = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=choices_of(TimerState))
    working = models.BooleanField(default=False)
    rested_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["instance", "number"], name="flows_timer_number"),
            models.CheckConstraint(condition=one_of("state", TimerState), name="flows_timer_known_state"),
            models.CheckConstraint(condition=one_of("kind", TimerKind), name="flows_timer_known_kind"),
            models.CheckConstraint(
                condition=~Q(state=TimerState.RESTING.value) | Q(rested_at__isnull=False),
                name="flows_timer_rests_since",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at", "id"], condition=Q(state=TimerState.RUNNING.value), name="flows_timer_running"
            ),
            models.Index(
                fields=["token", "percent"],
                condition=Q(kind=TimerKind.MARK.value, state=TimerState.FIRED.value),
                name="flows_timer_marks_reached",
            ),
        )

    def __str__(self) -> str:
        return f"{self.instance_id}.{self.number} {self.due_at}"


class Reading(models.Model):
    """One person's copy to read (待阅); nothing ever waits for it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, related_name="readings")
    number = models.PositiveIntegerField()
    token_number = models.PositiveIntegerField(default=0, help_text="The stay from which it was given.")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="readings")
    since = models.DateTimeField()
    pressed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("instance", "number")
        constraints = (
            models.UniqueConstraint(fields=["instance", "number"], name="flows_reading_number"),
            models.UniqueConstraint(
                fields=["instance", "person"], condition=Q(read_at__isnull=True), name="flows_reading_one_unread"
            ),
        )
        indexes = (
            models.Index(
                fields=["person", "-since", "-id"], condition=Q(read_at__isnull=True), name="flows_reading_unread"
            ),
        )

    def __str__(self) -> str:
        return f"{self.instance_id}.{self.number} {self.person_id}"
