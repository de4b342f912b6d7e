import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.appendonly.door import protect
from jishi.database.door import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
        ("systems", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlindSpell",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("began_at", models.DateTimeField()),
                ("found_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True)),
                        fields=("is_open",),
                        name="watch_blindspell_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProbeState",
            fields=[
                (
                    "probe",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="state",
                        serialize=False,
                        to="systems.probe",
                    ),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "leased_by",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The process that has it, by its heartbeat.",
                        max_length=36,
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("warning", "warning"),
                            ("critical", "critical"),
                            ("unknown", "unknown"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("tail", models.CharField(blank=True, default="", max_length=80)),
                ("relapses", models.PositiveSmallIntegerField(default=0)),
                ("healed_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField(help_text="The moment of the last sample.", null=True)),
                ("last_value", models.FloatField(null=True)),
                (
                    "last_outcome",
                    models.CharField(
                        choices=[("measured", "measured"), ("failed", "failed"), ("unknown", "unknown")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "last_verdict",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("warning", "warning"),
                            ("critical", "critical"),
                            ("unknown", "unknown"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("last_words", models.CharField(blank=True, default="", max_length=500)),
                ("last_facts", models.JSONField(default=dict)),
                ("took_ms", models.PositiveIntegerField(default=0)),
                ("stale_at", models.DateTimeField(help_text="From when on silence means that nothing is known.")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["leased_by"], name="watch_state_leases"),
                    models.Index(fields=["stale_at"], name="watch_state_stale"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("warning", "warning"),
                            ("critical", "critical"),
                            ("unknown", "unknown"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("warning", "warning"),
                            ("critical", "critical"),
                            ("unknown", "unknown"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        help_text="The moment of the sample, or from which on silence meant something."
                    ),
                ),
                ("told_at", models.DateTimeField()),
                ("value", models.FloatField(null=True)),
                ("words", models.CharField(blank=True, default="", max_length=500)),
                (
                    "probe",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signals", to="systems.probe"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["probe", "-at"], name="watch_signal_latest")],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("warning", "warning"),
                            ("critical", "critical"),
                            ("unknown", "unknown"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "fatal"), (2, "severe"), (3, "ordinary")],
                        help_text="Of the ticket; empty: no ticket.",
                        null=True,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("tell_from", models.DateTimeField(help_text="From when on it has lasted long enough to be told.")),
                (
                    "hold",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("settling", "settling"),
                            ("dependency", "dependency"),
                            ("window", "window"),
                            ("silence", "silence"),
                            ("blind", "blind"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("hold_by", models.CharField(blank=True, default="", max_length=60)),
                (
                    "raised_at",
                    models.DateTimeField(
                        help_text="When somebody was told; empty while it is held back.", null=True
                    ),
                ),
                ("ticket_number", models.PositiveIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "cleared_at",
                    models.DateTimeField(
                        help_text="Of a leader: when all that it led was over, and it was told.", null=True
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="systems.component"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="watch.alert",
                    ),
                ),
                (
                    "probe",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="systems.probe"
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="systems.managedsystem",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="watch.signal"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="watch.signal"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["system", "-opened_at"], name="watch_alert_latest"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)), fields=["system"], name="watch_alert_open"
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("raised_at__isnull", True)),
                        fields=["tell_from"],
                        name="watch_alert_held",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("probe",),
                        name="watch_alert_one_open_a_probe",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True), ("closed_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="watch_alert_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=300)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(help_text="Where it was ended early.", null=True)),
                (
                    "component",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="systems.component",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "probe",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="systems.probe"
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="silences",
                        to="systems.managedsystem",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="watch_silence_ends_after"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="watch_silence_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("stage", models.CharField(help_text="One of rules.notes.Stage.", max_length=12)),
                ("words", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_notes",
                        to="systems.managedsystem",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="watch_note_has_words"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaintenanceWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("is_shown", models.BooleanField(default=True, help_text="Whether the status page announces it.")),
                ("made_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "component",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="systems.component",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="maintenance_windows",
                        to="systems.managedsystem",
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="watch_window_ends_after"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="watch_window_has_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("width", models.PositiveIntegerField(help_text="Seconds: five minutes or an hour.")),
                ("starts_at", models.BigIntegerField(help_text="Seconds since 1970: a whole day, or thirty.")),
                ("body", models.BinaryField()),
                (
                    "probe",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rollups",
                        to="systems.probe",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["starts_at"], name="watch_rollup_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("probe", "width", "starts_at"), name="watch_rollup_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("at_ms", models.BigIntegerField(help_text="Milliseconds since 1970.")),
                ("value", models.FloatField(null=True)),
                ("outcome", models.PositiveSmallIntegerField()),
                ("verdict", models.PositiveSmallIntegerField()),
                ("took_ms", models.PositiveIntegerField()),
                (
                    "probe",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="systems.probe",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("probe", "at_ms"), name="watch_sample_once")],
            },
        ),
        migrations.CreateModel(
            name="SampleBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("starts_at", models.BigIntegerField(help_text="Seconds since 1970, a whole hour.")),
                ("count", models.PositiveIntegerField()),
                ("body", models.BinaryField()),
                (
                    "probe",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="systems.probe",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["starts_at"], name="watch_block_age")],
                "constraints": [models.UniqueConstraint(fields=("probe", "starts_at"), name="watch_block_once")],
            },
        ),
        protect("watch_signal"),
        protect("watch_incidentnote"),
    ]
    operations = together(operations)
