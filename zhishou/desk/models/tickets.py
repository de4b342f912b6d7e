import uuid

from django.db import models
from django.db.models import F, Q

from zhishou.desk.rules.words import IntakeState, NoteAudience, TicketKind, TicketState
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import Tier


def one_of(field: str, words: type[TicketKind | TicketState | IntakeState | NoteAudience | Tier]) -> Q:
    """Return the condition that a column holds one of the words."""
    return Q(**{f"{field}__in": [word.value for word in words]})


class Numbering(models.Model):
    """The last ticket number of one engagement; its own, so that nobody counts another's tickets."""

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, primary_key=True, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.last}"


class Ticket(models.Model):
    """One piece of work for one client, from the moment it reached us until both sides are done with it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    number = models.PositiveIntegerField(help_text="Counted within the engagement; shown as its code and this.")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in TicketKind])
    level = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in TicketState])
    tier = models.CharField(max_length=20, choices=[(tier.value, tier.value) for tier in Tier])
    service_code = models.CharField(max_length=6)
    module = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=20_000, blank=True, default="")
    caller = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="tickets_called_in", db_index=False
    )
    caller_name = models.CharField(max_length=60)
    filer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: an alert."
    )
    assignee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="tickets_in_hand")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_tickets")
    reached_at = models.DateTimeField(help_text="When it reached us; every clock counts from here.")
    opened_at = models.DateTimeField()
    recovered_at = models.DateTimeField(null=True, help_text="Since when we say that it works again.")
    asked_at = models.DateTimeField(null=True, help_text="When the client was asked whether it works.")
    remind_at = models.DateTimeField(null=True, help_text="When he is asked again; empty: no more.")
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with every change; guards against stale ones."
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["engagement", "number"], name="desk_ticket_number"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="desk_ticket_known_level"),
            models.CheckConstraint(condition=one_of("kind", TicketKind), name="desk_ticket_known_kind"),
            models.CheckConstraint(condition=one_of("state", TicketState), name="desk_ticket_known_state"),
            models.CheckConstraint(condition=one_of("tier", Tier), name="desk_ticket_known_tier"),
            models.CheckConstraint(
                condition=Q(state=TicketState.MERGED.value, merged_into__isnull=False)
                | (~Q(state=TicketState.MERGED.value) & Q(merged_into__isnull=True)),
                name="desk_ticket_merged_says_into_what",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False, state__in=["closed", "withdrawn", "merged"])
                | (Q(ended_at__isnull=True) & ~Q(state__in=["closed", "withdrawn", "merged"])),
                name="desk_ticket_ended_has_a_moment",
            ),
            models.CheckConstraint(condition=Q(opened_at__gte=F("reached_at")), name="desk_ticket_opened_after"),
        )
        indexes = (
            models.Index(fields=["engagement", "state", "-id"], name="desk_ticket_by_state"),
            models.Index(fields=["engagement", "-id"], name="desk_ticket_newest"),
            # Not ended, the newest first: what else is asked of them is answered by the index itself.
            models.Index(
                fields=["engagement", "-id", "kind", "tier", "level"],
                condition=~Q(state__in=["closed", "withdrawn", "merged"]),
                name="desk_ticket_going",
            ),
            models.Index(
                fields=["assignee", "-id"],
                condition=~Q(state__in=["closed", "withdrawn", "merged"]),
                name="desk_ticket_in_hand",
            ),
            models.Index(fields=["caller", "-id"], name="desk_ticket_of_caller"),
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="desk_ticket_asked_again_next"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Intake(models.Model):
    """Something that reached us, by which channel, when, in whose words: before there is a ticket."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="intakes")
    channel = models.CharField(max_length=20)
    reached_at = models.DateTimeField(help_text="When it reached us, not when somebody typed it.")
    recorded_at = models.DateTimeField()
    caller = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    caller_name = models.CharField(max_length=60)
    caller_contact = models.CharField(max_length=120, blank=True, default="")
    caller_unit = models.CharField(max_length=60, blank=True, default="", help_text="Said by who has no account.")
    words = models.TextField(max_length=20_000)
    module = models.CharField(
        max_length=60, blank=True, default="", help_text="Where it happens, as the caller says."
    )
    reference = models.CharField(
        max_length=250, blank=True, default="", help_text="The channel's own id: message, call, alert."
    )
    recording = models.CharField(max_length=500, blank=True, default="")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in IntakeState])
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, related_name="intakes")
    answer = models.TextField(max_length=20_000, blank=True, default="")

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["engagement", "channel", "reference"],
                condition=~Q(reference=""),
                name="desk_intake_once_per_reference",
            ),
            models.CheckConstraint(condition=one_of("state", IntakeState), name="desk_intake_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=["opened", "joined"], ticket__isnull=False)
                | Q(state__in=["waiting", "answered"], ticket__isnull=True),
                name="desk_intake_leads_to_its_ticket",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("reached_at")), name="desk_intake_recorded_after"
            ),
        )
        indexes = (
            models.Index(
                fields=["engagement", "reached_at"], condition=Q(state="waiting"), name="desk_intake_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.caller_name}"


class TierHold(models.Model):
    """How long one tier had the ticket, and with which words it was handed over."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="tier_holds")
    tier = models.CharField(max_length=20, choices=[(tier.value, tier.value) for tier in Tier])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    note = models.TextField(max_length=4000, blank=True, default="", help_text="What the next tier must know.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    bounced = models.BooleanField(default=False, help_text="The tier had the ticket before.")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(until__isnull=True), name="desk_tierhold_one_at_a_time"
            ),
            models.CheckConstraint(condition=one_of("tier", Tier), name="desk_tierhold_known_tier"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.tier}"


class Note(models.Model):
    """Words on a ticket, for the vendor's people or for everybody; never edited."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="notes")
    audience = models.CharField(max_length=20, choices=[(one.value, one.value) for one in NoteAudience])
    words = models.TextField(max_length=20_000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=one_of("audience", NoteAudience), name="desk_note_known_audience"),
            models.CheckConstraint(condition=~Q(words=""), name="desk_note_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.by_name}: {self.words[:40]}"
