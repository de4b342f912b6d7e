import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.appendonly.door import protect
from jishi.database.door import together
from jishi.vault.door import SealedField


class Migration(migrations.Migration):
    # What the first twenty said, in one: each of them drew all models anew for every line of theirs. A database that
    # had them all has this one too; an older one is brought to that version first.
    replaces = [
        ("desk", "0001_initial"),
        ("desk", "0002_work_on_tickets"),
        ("desk", "0003_agreements"),
        ("desk", "0004_callers_unit"),
        ("desk", "0005_visits"),
        ("desk", "0006_countersigns_and_claims"),
        ("desk", "0007_files"),
        ("desk", "0008_calls"),
        ("desk", "0009_inlets"),
        ("desk", "0010_alerts"),
        ("desk", "0011_visit_files"),
        ("desk", "0012_module_of_intake"),
        ("desk", "0013_ratings"),
        ("desk", "0014_late_next"),
        ("desk", "0015_places"),
        ("desk", "0016_answers_about_tickets"),
        ("desk", "0017_fewer_indexes"),
        ("desk", "0018_set_aside"),
        ("desk", "0019_content_of_attachment"),
        ("desk", "0020_asked_again"),
    ]

    initial = True

    dependencies = [
        ("contracts", "0001_initial"),
        ("people", "0003_cache_table"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskCode",
            fields=[
                (
                    "engagement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.engagement",
                    ),
                ),
                ("secret", SealedField(blank=True, default="", place="desk.code")),
            ],
        ),
        migrations.CreateModel(
            name="Numbering",
            fields=[
                (
                    "engagement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.engagement",
                    ),
                ),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("assign", "assign"),
                            ("hand_over", "hand_over"),
                            ("put_under", "put_under"),
                            ("close", "close"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tier", models.CharField(blank=True, default="", max_length=20)),
                ("parent", models.PositiveIntegerField(help_text="The number of the ticket above.", null=True)),
                ("words", models.TextField(blank=True, default="", max_length=4000)),
                ("begun_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verb__in", ["assign", "hand_over", "put_under", "close"])),
                        name="desk_batch_known_verb",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("revision", models.PositiveIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "refused",
                    models.CharField(
                        blank=True, default="", help_text="Why; empty: done or waiting.", max_length=500
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="desk.batch"
                    ),
                ),
            ],
            options={
                "ordering": ("place",),
                "constraints": [models.UniqueConstraint(fields=("batch", "number"), name="desk_batch_ticket_once")],
            },
        ),
        migrations.CreateModel(
            name="CallLine",
            fields=[
                (
                    "engagement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.engagement",
                    ),
                ),
                ("secret", SealedField(blank=True, default="", place="desk.call_line")),
                ("previous", SealedField(blank=True, default="", place="desk.call_line.previous")),
                (
                    "previous_until",
                    models.DateTimeField(help_text="Until when the secret before still signs.", null=True),
                ),
                ("made_at", models.DateTimeField()),
                ("extensions", models.JSONField(default=dict, help_text="Extension to account name.")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "commitment",
                    models.CharField(
                        choices=[
                            ("phone", "phone"),
                            ("remote", "remote"),
                            ("onsite", "onsite"),
                            ("recovery", "recovery"),
                            ("response_cap", "response_cap"),
                            ("repair_cap", "repair_cap"),
                        ],
                        max_length=20,
                    ),
                ),
                ("cycle", models.PositiveSmallIntegerField(default=1)),
                ("level", models.PositiveSmallIntegerField(help_text="The level whose promise this is.")),
                ("started_at", models.DateTimeField()),
                ("originally_due_at", models.DateTimeField()),
                (
                    "due_at",
                    models.DateTimeField(help_text="Empty while it is paused, and while a claim waits.", null=True),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("on_track", "on_track"),
                            ("at_risk", "at_risk"),
                            ("breached", "breached"),
                            ("paused", "paused"),
                            ("kept", "kept"),
                            ("void", "void"),
                        ],
                        max_length=20,
                    ),
                ),
                ("told", models.CharField(default="on_track", max_length=20)),
                ("breached_at", models.DateTimeField(null=True)),
                ("paused_since", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=20)),
                (
                    "next_look_at",
                    models.DateTimeField(help_text="When time alone changes something next.", null=True),
                ),
                (
                    "calendar_version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.calendarversion",
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.policyversion",
                    ),
                ),
            ],
            options={
                "ordering": ("ticket", "commitment", "cycle"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_look_at__isnull", False)),
                        fields=["next_look_at"],
                        name="desk_clock_looked_at_next",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["due_at", "id"],
                        name="desk_clock_late_next",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "commitment__in",
                                ["phone", "remote", "onsite", "recovery", "response_cap", "repair_cap"],
                            )
                        ),
                        name="desk_clock_known_commitment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("standing__in", ["on_track", "at_risk", "breached", "paused", "kept", "void"])
                        ),
                        name="desk_clock_known_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("next_look_at__isnull", True), _connector="OR"
                        ),
                        name="desk_clock_ended_is_silent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "call"),
                            ("remote_session", "remote_session"),
                            ("check_in", "check_in"),
                            ("confirmation", "confirmation"),
                            ("probe_sample", "probe_sample"),
                            ("emergency_measure", "emergency_measure"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("words", models.TextField(max_length=4000)),
                (
                    "plan",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="The emergency plan that goes with a measure.",
                        max_length=20000,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, default="", help_text="Call, session or sample id.", max_length=250
                    ),
                ),
                ("by_name", models.CharField(max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "call",
                                    "remote_session",
                                    "check_in",
                                    "confirmation",
                                    "probe_sample",
                                    "emergency_measure",
                                ],
                            )
                        ),
                        name="desk_evidence_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_at__gte", models.F("happened_at"))),
                        name="desk_evidence_recorded_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "emergency_measure"), _negated=True),
                            models.Q(("plan", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="desk_evidence_measure_has_a_plan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "start"),
                            ("pause", "pause"),
                            ("resume", "resume"),
                            ("stop", "stop"),
                            ("extend", "extend"),
                            ("breach", "breach"),
                            ("retarget", "retarget"),
                            ("void", "void"),
                            ("claim", "claim"),
                            ("deny", "deny"),
                        ],
                        max_length=20,
                    ),
                ),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "within",
                    models.CharField(
                        blank=True, default="", help_text="The new promise of an extension.", max_length=40
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="desk.clock"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.evidence",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "start",
                                    "pause",
                                    "resume",
                                    "stop",
                                    "extend",
                                    "breach",
                                    "retarget",
                                    "void",
                                    "claim",
                                    "deny",
                                ],
                            )
                        ),
                        name="desk_clockevent_known_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "breach")),
                        fields=("clock",),
                        name="desk_clockevent_one_breach_a_clock",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "start")),
                        fields=("clock",),
                        name="desk_clockevent_one_start_a_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "stop"), _negated=True), ("evidence__isnull", False), _connector="OR"
                        ),
                        name="desk_clockevent_stops_by_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "extend"), _negated=True),
                            models.Q(
                                models.Q(("within", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="desk_clockevent_extension_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["pause", "void"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="desk_clockevent_pause_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inlet",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("shown", models.CharField(help_text="What names it on pages.", max_length=200)),
                ("details", SealedField(blank=True, default="", place="desk.inlet.details")),
                (
                    "memory",
                    models.TextField(
                        blank=True, default="", help_text="What its channel remembers between two looks."
                    ),
                ),
                ("is_on", models.BooleanField(default=True)),
                (
                    "next_look_at",
                    models.DateTimeField(help_text="Empty where it is called and does not look.", null=True),
                ),
                (
                    "looking_until",
                    models.DateTimeField(help_text="Until when whoever looks now has it alone.", null=True),
                ),
                ("worked_at", models.DateTimeField(null=True)),
                ("failing_since", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, default="", max_length=500)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inlets", to="people.engagement"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_on", True), ("next_look_at__isnull", False)),
                        fields=["next_look_at"],
                        name="desk_inlet_looks_next",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("engagement", "kind", "shown"), name="desk_inlet_once"),
                    models.CheckConstraint(
                        condition=models.Q(("shown", ""), _negated=True), name="desk_inlet_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("channel", models.CharField(max_length=20)),
                ("reached_at", models.DateTimeField(help_text="When it reached us, not when somebody typed it.")),
                ("recorded_at", models.DateTimeField()),
                ("caller_name", models.CharField(max_length=60)),
                ("caller_contact", models.CharField(blank=True, default="", max_length=120)),
                (
                    "caller_unit",
                    models.CharField(
                        blank=True, default="", help_text="Said by who has no account.", max_length=60
                    ),
                ),
                ("words", models.TextField(max_length=20000)),
                (
                    "module",
                    models.CharField(
                        blank=True, default="", help_text="Where it happens, as the caller says.", max_length=60
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The channel's own id: message, call, alert.",
                        max_length=250,
                    ),
                ),
                ("recording", models.CharField(blank=True, default="", max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("opened", "opened"),
                            ("joined", "joined"),
                            ("answered", "answered"),
                        ],
                        max_length=20,
                    ),
                ),
                ("answer", models.TextField(blank=True, default="", max_length=20000)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "caller",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="people.engagement"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["engagement", "reached_at"],
                        name="desk_intake_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("engagement", "channel", "reference"),
                        name="desk_intake_once_per_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "opened", "joined", "answered"])),
                        name="desk_intake_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recorded_at__gte", models.F("reached_at"))),
                        name="desk_intake_recorded_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "audience",
                    models.CharField(choices=[("vendor", "vendor"), ("everybody", "everybody")], max_length=20),
                ),
                ("words", models.TextField(max_length=20000)),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["vendor", "everybody"])),
                        name="desk_note_known_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="desk_note_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("call_id", models.CharField(max_length=120)),
                (
                    "caller_number",
                    models.CharField(blank=True, default="", help_text="Empty: withheld.", max_length=40),
                ),
                ("rang_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("recording", models.CharField(blank=True, default="", max_length=500)),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "caller",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
                (
                    "intake",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call",
                        to="desk.intake",
                    ),
                ),
            ],
            options={
                "ordering": ("-rang_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("intake__isnull", True)),
                        fields=["engagement", "-rang_at"],
                        name="desk_phonecall_unwritten",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("engagement", "call_id"), name="desk_phonecall_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CallEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[("ringing", "ringing"), ("answered", "answered"), ("ended", "ended")],
                        max_length=20,
                    ),
                ),
                ("moment", models.DateTimeField()),
                ("heard_at", models.DateTimeField()),
                ("signature", models.CharField(max_length=70, unique=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="desk.phonecall"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("event__in", ["ringing", "answered", "ended"])),
                        name="desk_callevent_known_event",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("extend", "extend"), ("void", "void")], max_length=20)),
                (
                    "within",
                    models.CharField(
                        blank=True, default="", help_text="The new promise of an extension.", max_length=40
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("agreed", "agreed"), ("refused", "refused")],
                        max_length=20,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=500)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="desk.clock"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("clock",),
                        name="desk_proposal_one_waits_a_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["extend", "void"])), name="desk_proposal_known_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True), ("answered_by__isnull", True), ("state", "waiting")
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("state__in", ["agreed", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="desk_proposal_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "extend"), models.Q(("within", ""), _negated=True)),
                            models.Q(("kind", "void"), ("within", "")),
                            _connector="OR",
                        ),
                        name="desk_proposal_extension_says_how_long",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="desk_proposal_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Received",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(max_length=250)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("automatic", "automatic"),
                            ("bounce", "bounce"),
                            ("own", "own"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sender_name", models.CharField(blank=True, default="", max_length=120)),
                ("sender_address", models.CharField(blank=True, default="", max_length=254)),
                ("subject", models.CharField(blank=True, default="", max_length=500)),
                ("thread", models.JSONField(default=list, help_text="The ids of the messages that it follows.")),
                ("reached_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField()),
                (
                    "trouble",
                    models.CharField(blank=True, default="", help_text="Why it could not be read.", max_length=200),
                ),
                (
                    "inlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="received", to="desk.inlet"
                    ),
                ),
                (
                    "intake",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="desk.intake",
                    ),
                ),
                (
                    "note",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="desk.note",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(fields=["inlet", "sender_address", "taken_at"], name="desk_received_by_sender")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("inlet", "reference"), name="desk_received_once"),
                    models.CheckConstraint(
                        condition=models.Q(("nature__in", ["person", "automatic", "bounce", "own"])),
                        name="desk_received_known_nature",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True), name="desk_received_has_an_id"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledgement", "acknowledgement"),
                            ("answer", "answer"),
                            ("note", "note"),
                            ("opened", "opened"),
                            ("question", "question"),
                            ("closed", "closed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reference",
                    models.CharField(help_text="Its own id there, by which replies are found.", max_length=250),
                ),
                ("subject", models.CharField(max_length=500)),
                ("words", models.TextField(max_length=40000)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sent", "sent"),
                            ("given_up", "given_up"),
                            ("returned", "returned"),
                        ],
                        max_length=20,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("last_answer", models.CharField(blank=True, default="", max_length=300)),
                (
                    "inlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="desk.inlet"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="desk.note",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="desk.received"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="desk_answer_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("to", "kind", "note"), name="desk_answer_once_a_note"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["acknowledgement", "answer"]), ("note__isnull", True)),
                        fields=("to", "kind"),
                        name="desk_answer_once_a_message",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="desk_answer_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["acknowledgement", "answer", "note", "opened", "question", "closed"])
                        ),
                        name="desk_answer_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("next_try_at__isnull", False), ("sent_at__isnull", True), ("state", "waiting")
                            ),
                            models.Q(("next_try_at__isnull", True), ("sent_at__isnull", False), ("state", "sent")),
                            models.Q(
                                ("next_try_at__isnull", True), ("sent_at__isnull", True), ("state", "given_up")
                            ),
                            models.Q(
                                ("next_try_at__isnull", True), ("sent_at__isnull", False), ("state", "returned")
                            ),
                            _connector="OR",
                        ),
                        name="desk_answer_state_fits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=40)),
                (
                    "asked",
                    models.CharField(blank=True, help_text="What stands in the console's address.", max_length=700),
                ),
                ("is_shared", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("engagement", "owner", "name"), name="desk_filter_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="desk_filter_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(max_length=250)),
                ("sender_address", models.CharField(blank=True, default="", max_length=254)),
                ("subject", models.CharField(blank=True, default="", max_length=500)),
                ("message", models.TextField(help_text="The whole of it, its files too, as JSON.")),
                ("fault", models.CharField(max_length=300)),
                ("set_aside_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=1)),
                ("next_try_at", models.DateTimeField()),
                (
                    "inlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="set_aside", to="desk.inlet"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["inlet", "next_try_at"], name="desk_set_aside_tried_next")],
                "constraints": [models.UniqueConstraint(fields=("inlet", "reference"), name="desk_set_aside_once")],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="Counted within the engagement; shown as its code and this."
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fault", "fault"),
                            ("request", "request"),
                            ("consultation", "consultation"),
                            ("correction", "correction"),
                            ("change", "change"),
                            ("visit", "visit"),
                        ],
                        max_length=20,
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("in_progress", "in_progress"),
                            ("recovered", "recovered"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                            ("merged", "merged"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("front_desk", "front_desk"),
                            ("first_line", "first_line"),
                            ("second_line", "second_line"),
                            ("expert", "expert"),
                            ("manager", "manager"),
                        ],
                        max_length=20,
                    ),
                ),
                ("service_code", models.CharField(max_length=6)),
                ("module", models.CharField(blank=True, default="", max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True, default="", max_length=20000)),
                ("caller_name", models.CharField(max_length=60)),
                ("reached_at", models.DateTimeField(help_text="When it reached us; every clock counts from here.")),
                ("opened_at", models.DateTimeField()),
                (
                    "recovered_at",
                    models.DateTimeField(help_text="Since when we say that it works again.", null=True),
                ),
                (
                    "asked_at",
                    models.DateTimeField(help_text="When the client was asked whether it works.", null=True),
                ),
                ("remind_at", models.DateTimeField(help_text="When he is asked again; empty: no more.", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, help_text="Grows with every change; guards against stale ones."
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets_in_hand",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "caller",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets_called_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="people.engagement",
                    ),
                ),
                (
                    "filer",
                    models.ForeignKey(
                        help_text="Empty: an alert.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_tickets",
                        to="desk.ticket",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="desk.ticket",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["engagement", "state", "-id"], name="desk_ticket_by_state"),
                    models.Index(fields=["engagement", "-id"], name="desk_ticket_newest"),
                    models.Index(
                        condition=models.Q(("state__in", ["closed", "withdrawn", "merged"]), _negated=True),
                        fields=["assignee", "-id"],
                        name="desk_ticket_in_hand",
                    ),
                    models.Index(fields=["caller", "-id"], name="desk_ticket_of_caller"),
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="desk_ticket_asked_again_next",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("engagement", "number"), name="desk_ticket_number"),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)), name="desk_ticket_known_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["fault", "request", "consultation", "correction", "change", "visit"])
                        ),
                        name="desk_ticket_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "in_progress", "recovered", "closed", "withdrawn", "merged"])
                        ),
                        name="desk_ticket_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tier__in", ["front_desk", "first_line", "second_line", "expert", "manager"])
                        ),
                        name="desk_ticket_known_tier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                            _connector="OR",
                        ),
                        name="desk_ticket_merged_says_into_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state__in", ["closed", "withdrawn", "merged"])),
                            models.Q(
                                ("ended_at__isnull", True),
                                models.Q(("state__in", ["closed", "withdrawn", "merged"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_ticket_ended_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opened_at__gte", models.F("reached_at"))),
                        name="desk_ticket_opened_after",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="received",
            name="follows",
            field=models.ForeignKey(
                help_text="The ticket that it speaks of.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="desk.ticket",
            ),
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("cycle", models.PositiveSmallIntegerField(help_text="1, and one more with every reopening.")),
                ("stars", models.PositiveSmallIntegerField()),
                ("words", models.TextField(blank=True, default="", max_length=4000)),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="desk.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "cycle"), name="desk_rating_once_a_cycle"),
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 1), ("stars__lte", 5)),
                        name="desk_rating_one_to_five_stars",
                    ),
                    models.CheckConstraint(condition=models.Q(("cycle__gte", 1)), name="desk_rating_of_a_cycle"),
                ],
            },
        ),
        migrations.AddField(
            model_name="note",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="desk.ticket"
            ),
        ),
        migrations.AddField(
            model_name="intake",
            name="ticket",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="desk.ticket"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="desk.ticket"
            ),
        ),
        migrations.CreateModel(
            name="Countersign",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("question", models.TextField(max_length=4000)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("agreed", "agreed"),
                            ("objected", "objected"),
                            ("dropped", "dropped"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True, default="", max_length=4000)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countersigns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="countersigns", to="desk.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["asked", "id"],
                        name="desk_countersign_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("ticket", "asked"),
                        name="desk_countersign_one_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "agreed", "objected", "dropped"])),
                        name="desk_countersign_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="desk_countersign_ended_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("question", ""), _negated=True), name="desk_countersign_asks_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "objected"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="desk_countersign_objection_says_why",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="clock",
            name="ticket",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="clocks", to="desk.ticket"
            ),
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("fingerprint", models.CharField(max_length=128)),
                (
                    "started_at",
                    models.DateTimeField(
                        help_text="As whoever watches says; with the fingerprint it is known by this."
                    ),
                ),
                ("resolved_at", models.DateTimeField(null=True)),
                ("first_told_at", models.DateTimeField()),
                ("last_told_at", models.DateTimeField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="people.engagement"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        help_text="Empty: over before we heard.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="desk.ticket",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("engagement", "fingerprint", "started_at"), name="desk_alert_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint", ""), _negated=True), name="desk_alert_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ticket__isnull", False), ("resolved_at__isnull", False), _connector="OR"
                        ),
                        name="desk_alert_fires_on_a_ticket",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_told_at__gte", models.F("first_told_at"))),
                        name="desk_alert_told_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("assigned", "assigned"),
                            ("released", "released"),
                            ("handed_over", "handed_over"),
                            ("urged", "urged"),
                            ("recovered", "recovered"),
                            ("confirmed", "confirmed"),
                            ("not_yet", "not_yet"),
                            ("asked_again", "asked_again"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                            ("reopened", "reopened"),
                            ("level_changed", "level_changed"),
                            ("going_decided", "going_decided"),
                            ("put_under", "put_under"),
                            ("taken_out", "taken_out"),
                            ("linked", "linked"),
                            ("unlinked", "unlinked"),
                            ("merged", "merged"),
                            ("took_in", "took_in"),
                            ("answered_call", "answered_call"),
                            ("retitled", "retitled"),
                            ("kind_changed", "kind_changed"),
                            ("service_changed", "service_changed"),
                            ("module_changed", "module_changed"),
                            ("countersign_asked", "countersign_asked"),
                            ("countersigned", "countersigned"),
                            ("objected", "objected"),
                            ("countersign_dropped", "countersign_dropped"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True, default="", max_length=20000)),
                (
                    "subject",
                    models.CharField(blank=True, default="", help_text="Who or what it is about.", max_length=120),
                ),
                (
                    "audience",
                    models.CharField(choices=[("vendor", "vendor"), ("everybody", "everybody")], max_length=20),
                ),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="desk.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                [
                                    "assigned",
                                    "released",
                                    "handed_over",
                                    "urged",
                                    "recovered",
                                    "confirmed",
                                    "not_yet",
                                    "asked_again",
                                    "closed",
                                    "withdrawn",
                                    "reopened",
                                    "level_changed",
                                    "going_decided",
                                    "put_under",
                                    "taken_out",
                                    "linked",
                                    "unlinked",
                                    "merged",
                                    "took_in",
                                    "answered_call",
                                    "retitled",
                                    "kind_changed",
                                    "service_changed",
                                    "module_changed",
                                    "countersign_asked",
                                    "countersigned",
                                    "objected",
                                    "countersign_dropped",
                                ],
                            )
                        ),
                        name="desk_change_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["vendor", "everybody"])),
                        name="desk_change_known_audience",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_onward", to="desk.ticket"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_back", to="desk.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="desk_link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="desk_link_older_first"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TierHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("front_desk", "front_desk"),
                            ("first_line", "first_line"),
                            ("second_line", "second_line"),
                            ("expert", "expert"),
                            ("manager", "manager"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "note",
                    models.TextField(
                        blank=True, default="", help_text="What the next tier must know.", max_length=4000
                    ),
                ),
                ("bounced", models.BooleanField(default=False, help_text="The tier had the ticket before.")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tier_holds", to="desk.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("ticket",),
                        name="desk_tierhold_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tier__in", ["front_desk", "first_line", "second_line", "expert", "manager"])
                        ),
                        name="desk_tierhold_known_tier",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("emergency", "emergency"),
                            ("unsolved", "unsolved"),
                            ("planned_work", "planned_work"),
                            ("key_user", "key_user"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ordered", "ordered"),
                            ("travelling", "travelling"),
                            ("on_site", "on_site"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("destination", models.CharField(help_text="Where to go, and whom to ask for.", max_length=200)),
                (
                    "task",
                    models.CharField(
                        blank=True, default="", help_text="What to do, what to bring.", max_length=500
                    ),
                ),
                ("planned_for", models.DateTimeField()),
                ("ordered_at", models.DateTimeField()),
                ("departed_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "check_in_way",
                    models.CharField(
                        blank=True, choices=[("place", "place"), ("code", "code")], default="", max_length=20
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, default="", help_text="Where he says that he is.", max_length=200),
                ),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                (
                    "accuracy_m",
                    models.PositiveIntegerField(help_text="How exact the device thinks that it is.", null=True),
                ),
                ("work_done", models.TextField(blank=True, default="", max_length=8000)),
                ("parts", models.TextField(blank=True, default="", max_length=2000)),
                ("unsigned_reason", models.CharField(blank=True, default="", max_length=500)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                ("wrong_code_at", models.DateTimeField(null=True)),
                (
                    "engineer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        help_text="What it draws on.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.reservation",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="desk.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ("planned_for", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["ordered", "travelling", "on_site"])),
                        fields=["engineer", "planned_for"],
                        name="desk_visit_ahead",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["ordered", "travelling", "on_site", "done", "cancelled"])
                        ),
                        name="desk_visit_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["emergency", "unsolved", "planned_work", "key_user"])),
                        name="desk_visit_known_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key_user__isnull", False), ("reason", "key_user")),
                            models.Q(
                                models.Q(("reason", "key_user"), _negated=True),
                                ("key_user__isnull", True),
                                ("reservation__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_visit_key_user_named_where_one_is_visited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("arrived_at__isnull", False),
                                ("state__in", ["on_site", "done"]),
                                models.Q(("check_in_way", ""), _negated=True),
                            ),
                            models.Q(
                                ("arrived_at__isnull", True),
                                ("check_in_way", ""),
                                ("state__in", ["ordered", "travelling", "cancelled"]),
                            ),
                            _connector="OR",
                        ),
                        name="desk_visit_on_site_by_check_in",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("departed_at__isnull", True),
                            ("departed_at__gte", models.F("ordered_at")),
                            _connector="OR",
                        ),
                        name="desk_visit_departed_after_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arrived_at__isnull", True),
                            models.Q(
                                ("arrived_at__gte", models.F("ordered_at")),
                                models.Q(
                                    ("departed_at__isnull", True),
                                    ("arrived_at__gte", models.F("departed_at")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="desk_visit_arrived_after_departure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("left_at__gte", models.F("arrived_at")),
                                ("state", "done"),
                                models.Q(("work_done", ""), _negated=True),
                            ),
                            models.Q(models.Q(("state", "done"), _negated=True), ("left_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="desk_visit_done_says_what_was_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("state", "cancelled"),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancel_reason", ""),
                                ("cancelled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_visit_cancelled_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__gte", -90),
                                ("latitude__lte", 90),
                                ("longitude__gte", -180),
                                ("longitude__lte", 180),
                            ),
                            _connector="OR",
                        ),
                        name="desk_visit_on_this_earth",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["ordered", "travelling", "on_site"])),
                        fields=("ticket", "engineer"),
                        name="desk_visit_one_open_a_ticket_and_engineer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("way", models.CharField(choices=[("screen", "screen"), ("scan", "scan")], max_length=20)),
                (
                    "strokes",
                    models.JSONField(
                        help_text="Strokes of points, in thousandths of the pad's width; none for a scan."
                    ),
                ),
                ("signer_name", models.CharField(max_length=60)),
                ("signer_role", models.CharField(max_length=60)),
                ("signed_at", models.DateTimeField()),
                ("digest", models.CharField(help_text="SHA-256 of what was signed and how.", max_length=64)),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signature", to="desk.visit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["screen", "scan"])), name="desk_signature_known_way"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signer_name", ""), _negated=True),
                            models.Q(("signer_role", ""), _negated=True),
                        ),
                        name="desk_signature_says_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "audience",
                    models.CharField(choices=[("vendor", "vendor"), ("everybody", "everybody")], max_length=20),
                ),
                ("name", models.CharField(help_text="As it is shown and saved; made safe.", max_length=160)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(help_text="Told by its content.", max_length=100)),
                (
                    "thumb_width",
                    models.PositiveSmallIntegerField(default=0, help_text="0: it is not shown as a picture."),
                ),
                ("thumb_height", models.PositiveSmallIntegerField(default=0)),
                (
                    "content_id",
                    models.CharField(
                        blank=True, default="", help_text="By which the words of a mail show it.", max_length=250
                    ),
                ),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="desk.intake",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="files", to="desk.note"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="desk.ticket",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="desk.visit",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["sha256"], name="desk_attachment_content")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("intake__isnull", True),
                                ("note__isnull", True),
                                ("ticket__isnull", False),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("intake__isnull", False),
                                ("note__isnull", True),
                                ("ticket__isnull", True),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("intake__isnull", True),
                                ("note__isnull", False),
                                ("ticket__isnull", True),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("intake__isnull", True),
                                ("note__isnull", True),
                                ("ticket__isnull", True),
                                ("visit__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="desk_attachment_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["vendor", "everybody"])),
                        name="desk_attachment_known_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1)), name="desk_attachment_holds_something"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("sha256"), 64
                        ),
                        name="desk_attachment_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("order", "order"),
                            ("depart", "depart"),
                            ("check_in", "check_in"),
                            ("report", "report"),
                            ("photo", "photo"),
                            ("sign", "sign"),
                            ("unsigned", "unsigned"),
                            ("leave", "leave"),
                            ("cancel", "cancel"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "device_at",
                    models.DateTimeField(help_text="By the device's own clock, right or wrong.", null=True),
                ),
                ("happened_at", models.DateTimeField(help_text="The moment that counts, by our clock.")),
                ("received_at", models.DateTimeField()),
                (
                    "is_too_old",
                    models.BooleanField(default=False, help_text="Told so late that it counts from receipt."),
                ),
                ("words", models.TextField(blank=True, default="", max_length=12000)),
                ("by_name", models.CharField(max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="desk.visit"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "order",
                                    "depart",
                                    "check_in",
                                    "report",
                                    "photo",
                                    "sign",
                                    "unsigned",
                                    "leave",
                                    "cancel",
                                ],
                            )
                        ),
                        name="desk_visitact_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_at__gte", models.F("happened_at"))),
                        name="desk_visitact_received_after",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["report", "photo", "unsigned"]), _negated=True),
                        fields=("visit", "kind"),
                        name="desk_visitact_happens_once",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["opened", "joined"]), ("ticket__isnull", False)),
                    models.Q(("state__in", ["waiting", "answered"]), ("ticket__isnull", True)),
                    _connector="OR",
                ),
                name="desk_intake_leads_to_its_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                fields=("ticket", "commitment", "cycle"), name="desk_clock_once_a_cycle"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("ticket", "commitment"),
                name="desk_clock_one_runs_at_a_time",
            ),
        ),
        protect("desk_clockevent"),
        protect("desk_evidence"),
        protect("desk_note"),
        protect("desk_ticketchange"),
        protect("desk_visitact"),
        protect("desk_signature"),
        protect("desk_attachment"),
        protect("desk_rating"),
    ]
    operations = together(operations)
