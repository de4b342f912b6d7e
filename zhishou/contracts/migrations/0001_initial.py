import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.appendonly.door import protect
from jishi.database.door import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "policy_number",
                    models.PositiveIntegerField(default=0, help_text="Number of the newest policy version."),
                ),
                (
                    "calendar_number",
                    models.PositiveIntegerField(default=0, help_text="Number of the newest calendar version."),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "engagement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contract", to="people.engagement"
                    ),
                ),
            ],
            options={
                "ordering": ("engagement__code",),
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.CharField(max_length=40)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("granted", models.PositiveIntegerField(default=0, help_text="What the contract gives.")),
                (
                    "approved",
                    models.PositiveIntegerField(default=0, help_text="Over-use that the client has approved."),
                ),
                ("reserved", models.PositiveIntegerField(default=0)),
                ("consumed", models.PositiveIntegerField(default=0)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "ordering": ("contract", "key", "starts_at"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "key", "starts_at"), name="contracts_account_once_a_term"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="contracts_account_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "granted__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("reserved"), "+", models.F("consumed")
                                    ),
                                    "-",
                                    models.F("approved"),
                                ),
                            )
                        ),
                        name="contracts_account_never_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved__gte", 0), ("consumed__gte", 0), ("granted__gte", 0), ("reserved__gte", 0)
                        ),
                        name="contracts_account_figures_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("payment", "payment"), ("term_end", "term_end"), ("inspection", "inspection")],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(help_text="What it is within its kind, e.g. 2023-W11.", max_length=60)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                (
                    "starts_at",
                    models.DateTimeField(help_text="From when on it can be done; empty: at any time.", null=True),
                ),
                ("due_at", models.DateTimeField(help_text="The end, exclusive.")),
                ("ahead_days", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("done", "done"),
                            ("missed", "missed"),
                            ("past", "past"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "next_at",
                    models.DateTimeField(help_text="When there is news of it next; empty: never again.", null=True),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("evidence", models.CharField(blank=True, default="", max_length=200)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="contracts.contract",
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
            ],
            options={
                "ordering": ("due_at", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="contracts_milestone_news",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "kind", "key"), name="contracts_milestone_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["payment", "term_end", "inspection"])),
                        name="contracts_milestone_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "missed", "past", "withdrawn"])),
                        name="contracts_milestone_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True), ("starts_at__lt", models.F("due_at")), _connector="OR"
                        ),
                        name="contracts_milestone_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("next_at__isnull", True), _connector="OR"),
                        name="contracts_milestone_ended_is_silent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("due_at", models.DateTimeField()),
                ("days_ahead", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="contracts.milestone",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("milestone", "due_at", "days_ahead"), name="contracts_announcement_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("document", models.JSONField(help_text="The pack, canonical; read through rules.pack.")),
                ("digest", models.CharField(help_text="SHA-256 of the canonical document.", max_length=64)),
                ("source", models.TextField(help_text="The TOML text as it was loaded, comments and all.")),
                ("made_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_versions",
                        to="contracts.contract",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        help_text="Empty: at the console.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("contract", "number"),
                "indexes": [models.Index(fields=["contract", "made_at"], name="contracts_policyversion_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="contracts_policyversion_number"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="contracts_policyversion_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reserved", "reserved"),
                            ("consumed", "consumed"),
                            ("released", "released"),
                            ("refunded", "refunded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                (
                    "about_kind",
                    models.CharField(
                        blank=True, default="", help_text="E.g. visit; whose key follows.", max_length=60
                    ),
                ),
                ("about_key", models.CharField(blank=True, default="", max_length=80)),
                ("reserved_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="contracts.account",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="contracts_reservation_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["reserved", "consumed", "released", "refunded"])),
                        name="contracts_reservation_known_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("about_key", ""), _negated=True), ("state__in", ["reserved", "consumed"])
                        ),
                        fields=("account", "about_kind", "about_key"),
                        name="contracts_reservation_once_for_a_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("grant", "grant"),
                            ("approve", "approve"),
                            ("reserve", "reserve"),
                            ("consume", "consume"),
                            ("release", "release"),
                            ("refund", "refund"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "quantity",
                    models.IntegerField(help_text="Positive, but for a grant that a new version made smaller."),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("balance_after", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="contracts.account",
                    ),
                ),
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
                    "reservation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="contracts.reservation",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["grant", "approve", "reserve", "consume", "release", "refund"])
                        ),
                        name="contracts_movement_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "grant"), ("quantity__gte", 1), _connector="OR"),
                        name="contracts_movement_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "approve"), _negated=True),
                            models.Q(models.Q(("reason", ""), _negated=True), ("by__isnull", False)),
                            _connector="OR",
                        ),
                        name="contracts_movement_approval_names_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["grant", "approve"]), ("reservation__isnull", False), _connector="OR"
                        ),
                        name="contracts_movement_names_its_reservation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("document", models.JSONField(help_text="The calendar with every holiday and make-up day in it.")),
                (
                    "overrides",
                    models.JSONField(
                        default=list, help_text="The special days made on the screen, newest meaning."
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("pack", "pack"), ("override", "override"), ("notice", "notice")], max_length=20
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_versions",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "ordering": ("contract", "number"),
                "indexes": [models.Index(fields=["contract", "made_at"], name="contracts_calendarversion_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="contracts_calendarversion_number"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="contracts_calendarversion_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["pack", "override", "notice"])),
                        name="contracts_calendarversion_known_origin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "override"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contracts_calendarversion_override_says_why",
                    ),
                ],
            },
        ),
        protect("contracts_policyversion"),
        protect("contracts_calendarversion"),
        protect("contracts_movement"),
    ]
    operations = together(operations)
