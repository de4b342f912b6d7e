import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.appendonly.door import protect
from jishi.database.door import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("desk", "0001_squashed_0020_asked_again"),
        ("people", "0003_cache_table"),
        ("systems", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("last_round", models.PositiveIntegerField(default=0)),
                ("last_finding", models.PositiveIntegerField(default=0)),
                ("last_report", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("weekly", "weekly"), ("daily", "daily"), ("special", "special")], max_length=20
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("weekday", models.PositiveSmallIntegerField(default=2, help_text="For weekly ones: 0 is Monday.")),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        default=10, help_text="Planned for this hour of the contract's zone."
                    ),
                ),
                ("first_day", models.DateField()),
                (
                    "last_day",
                    models.DateField(help_text="Included; empty: as long as the contract runs.", null=True),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
                (
                    "engineer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="systems.managedsystem"
                    ),
                ),
            ],
            options={
                "ordering": ("engagement", "id"),
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(help_text="Counted within the engagement.")),
                (
                    "key",
                    models.CharField(help_text="Which of the plan's times it is, e.g. 2023-W11.", max_length=60),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "due"),
                            ("under_way", "under_way"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("planned_for", models.DateTimeField()),
                ("due_at", models.DateTimeField(help_text="The end, exclusive.")),
                ("made_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                (
                    "gathered_at",
                    models.DateTimeField(help_text="When the measured part was last gathered.", null=True),
                ),
                ("measured_since", models.DateTimeField(null=True)),
                ("measured_until", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        help_text="Empty while open, or where nothing was seen.", null=True
                    ),
                ),
                ("unsigned_reason", models.CharField(blank=True, default="", max_length=500)),
                ("cancel_reason", models.CharField(blank=True, default="", max_length=500)),
                ("ahead_told_at", models.DateTimeField(null=True)),
                ("late_told_at", models.DateTimeField(null=True)),
                ("missed_told_at", models.DateTimeField(null=True)),
                ("conclusion", models.TextField(blank=True, default="", max_length=4000)),
                ("prepared_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, help_text="Grows with every change of what is reported."
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        help_text="What it was compared with.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.round",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
                (
                    "engineer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="inspections.plan"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-planned_for", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("place", models.PositiveSmallIntegerField(help_text="In the order of the sheet.")),
                ("key", models.CharField(help_text="Names the same item in every round.", max_length=120)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("object", models.CharField(max_length=120)),
                (
                    "origin",
                    models.CharField(
                        choices=[("probe", "probe"), ("engineer", "engineer"), ("user", "user")], max_length=20
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("abnormal", "abnormal"),
                            ("unknown", "unknown"),
                            ("noted", "noted"),
                            ("not_applicable", "not_applicable"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("critical", "critical"),
                            ("high", "high"),
                            ("medium", "medium"),
                            ("low", "low"),
                            ("hint", "hint"),
                            ("unknown", "unknown"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("observed", models.FloatField(null=True)),
                ("unit", models.CharField(blank=True, default="", max_length=20)),
                ("words", models.TextField(blank=True, default="", max_length=4000)),
                ("why", models.CharField(blank=True, default="", help_text="Why it is unknown.", max_length=20)),
                ("limit", models.CharField(blank=True, default="", max_length=200)),
                ("window", models.CharField(blank=True, default="", max_length=60)),
                ("probe", models.CharField(blank=True, default="", max_length=80)),
                ("check_code", models.CharField(blank=True, default="", max_length=80)),
                ("component", models.CharField(blank=True, default="", max_length=80)),
                ("samples", models.PositiveIntegerField(default=0)),
                ("minimum", models.FloatField(null=True)),
                ("maximum", models.FloatField(null=True)),
                ("mean", models.FloatField(null=True)),
                (
                    "series",
                    models.JSONField(
                        default=list, help_text="Pairs of a moment and a value, or null where nothing was seen."
                    ),
                ),
                (
                    "lines",
                    models.JSONField(default=list, help_text="Pairs of a limit and whether it is the second."),
                ),
                ("advice", models.TextField(blank=True, default="", max_length=2000)),
                ("link", models.CharField(blank=True, default="", max_length=500)),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("first", "first"),
                            ("new", "new"),
                            ("worse", "worse"),
                            ("same", "same"),
                            ("better", "better"),
                            ("cured", "cured"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.result",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="inspections.round"
                    ),
                ),
            ],
            options={
                "ordering": ("place", "id"),
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.CharField(help_text="The same for every version of one round's report.", max_length=60),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "reason",
                    models.CharField(
                        blank=True, default="", help_text="Why there is a later version.", max_length=500
                    ),
                ),
                (
                    "document",
                    models.JSONField(help_text="Every figure and word of it; read through rules.document."),
                ),
                ("digest", models.CharField(help_text="SHA-256 of the canonical document.", max_length=64)),
                ("pdf_sha256", models.CharField(max_length=64)),
                ("pdf_size", models.PositiveBigIntegerField()),
                ("word_sha256", models.CharField(max_length=64)),
                ("word_size", models.PositiveBigIntegerField()),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("issued_at", models.DateTimeField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="inspections.round"
                    ),
                ),
            ],
            options={
                "ordering": ("-issued_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(help_text="Counted within the engagement.")),
                (
                    "key",
                    models.CharField(help_text="The item's key: the same trouble in every round.", max_length=120),
                ),
                ("title", models.CharField(max_length=300)),
                ("object", models.CharField(max_length=120)),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("critical", "critical"),
                            ("high", "high"),
                            ("medium", "medium"),
                            ("low", "low"),
                            ("hint", "hint"),
                            ("unknown", "unknown"),
                        ],
                        max_length=20,
                    ),
                ),
                ("observed", models.CharField(blank=True, default="", max_length=300)),
                ("limit", models.CharField(blank=True, default="", max_length=200)),
                ("advice", models.TextField(blank=True, default="", max_length=2000)),
                ("link", models.CharField(blank=True, default="", max_length=500)),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("first", "first"),
                            ("new", "new"),
                            ("worse", "worse"),
                            ("same", "same"),
                            ("better", "better"),
                            ("cured", "cured"),
                        ],
                        max_length=20,
                    ),
                ),
                ("first_seen_at", models.DateTimeField()),
                ("found_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
                (
                    "responsible",
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.ticket"
                    ),
                ),
                (
                    "result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="finding", to="inspections.result"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="inspections.round"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Act",
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
                            ("begin", "begin"),
                            ("answer", "answer"),
                            ("talk", "talk"),
                            ("sign", "sign"),
                            ("unsigned", "unsigned"),
                            ("close", "close"),
                            ("cancel", "cancel"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        blank=True, default="", help_text="Code of the item it is about.", max_length=40
                    ),
                ),
                ("said", models.JSONField(default=dict, help_text="What was given, as rules.judging.Said has it.")),
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
                ("by_name", models.CharField(max_length=60)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="inspections.round"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40)),
                ("newest", models.PositiveIntegerField(default=0, help_text="Number of the newest version.")),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.engagement"
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        migrations.AddField(
            model_name="plan",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspections.sheet"
            ),
        ),
        migrations.CreateModel(
            name="SheetVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveIntegerField()),
                ("document", models.JSONField(help_text="The sheet, canonical; read through rules.sheet.")),
                ("digest", models.CharField(help_text="SHA-256 of the canonical document.", max_length=64)),
                ("source", models.TextField(help_text="The TOML text as it was written, comments and all.")),
                ("made_at", models.DateTimeField()),
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
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="inspections.sheet"
                    ),
                ),
            ],
            options={
                "ordering": ("sheet", "number"),
            },
        ),
        migrations.AddField(
            model_name="round",
            name="sheet_version",
            field=models.ForeignKey(
                help_text="Pinned when it begins.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inspections.sheetversion",
            ),
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("strokes", models.JSONField(help_text="Strokes of points, in thousandths of the pad's width.")),
                ("signer_name", models.CharField(max_length=60)),
                ("signer_role", models.CharField(max_length=60)),
                ("opinion", models.CharField(blank=True, default="", max_length=500)),
                ("signed_at", models.DateTimeField()),
                ("digest", models.CharField(help_text="SHA-256 of what was signed and how.", max_length=64)),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="inspections.round",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "item",
                    models.CharField(
                        blank=True, default="", help_text="Code of what was asked; may be empty.", max_length=40
                    ),
                ),
                ("whom", models.CharField(max_length=60)),
                ("unit", models.CharField(blank=True, default="", max_length=60)),
                ("has_problem", models.BooleanField()),
                ("words", models.TextField(blank=True, default="", max_length=2000)),
                ("guidance", models.TextField(blank=True, default="", max_length=2000)),
                (
                    "act",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="talk", to="inspections.act"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="talks", to="inspections.round"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                (
                    "thumb_width",
                    models.PositiveSmallIntegerField(default=0, help_text="0: it is not shown as a picture."),
                ),
                ("thumb_height", models.PositiveSmallIntegerField(default=0)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="inspections.act"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["sha256"], name="inspections_picture_content")],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("sha256"), 64
                        ),
                        name="inspections_picture_digest",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(fields=("round", "key"), name="inspections_result_once"),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["normal", "abnormal", "unknown", "noted", "not_applicable"])),
                name="inspections_result_known_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "abnormal"), models.Q(("severity", ""), _negated=True)),
                    models.Q(models.Q(("outcome", "abnormal"), _negated=True), ("severity", "")),
                    _connector="OR",
                ),
                name="inspections_result_abnormal_is_graded",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "unknown"), _negated=True),
                    models.Q(("why", ""), _negated=True),
                    _connector="OR",
                ),
                name="inspections_result_unknown_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("round", "version"), name="inspections_report_version"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("engagement", "number", "version"), name="inspections_report_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="inspections_report_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("version", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="inspections_report_later_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length("digest"), 64),
                name="inspections_report_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length("pdf_sha256"), 64),
                name="inspections_report_pdf_sha256",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length("word_sha256"), 64),
                name="inspections_report_word_sha256",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["engagement", "-id"], name="inspections_finding_newest"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("engagement", "number"), name="inspections_finding_number"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("round", "key"), name="inspections_finding_once"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__in", ["critical", "high", "medium", "low", "hint", "unknown"])),
                name="inspections_finding_known_severity",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["begin", "answer", "talk", "sign", "unsigned", "close", "cancel"])
                ),
                name="inspections_act_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(("received_at__gte", models.F("happened_at"))),
                name="inspections_act_received_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["begin", "sign", "close", "cancel"])),
                fields=("round", "kind"),
                name="inspections_act_happens_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(fields=("engagement", "code"), name="inspections_sheet_code"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["weekly", "daily", "special"])), name="inspections_plan_known_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__lte", 6)), name="inspections_plan_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(condition=models.Q(("hour__lte", 23)), name="inspections_plan_hour"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_day__isnull", True), ("last_day__gte", models.F("first_day")), _connector="OR"
                ),
                name="inspections_plan_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "special"), _negated=True), ("last_day__isnull", False), _connector="OR"
                ),
                name="inspections_plan_special_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetversion",
            constraint=models.UniqueConstraint(fields=("sheet", "number"), name="inspections_sheetversion_number"),
        ),
        migrations.AddConstraint(
            model_name="sheetversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="inspections_sheetversion_from_one"
            ),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(
                condition=models.Q(("state__in", ["due", "under_way"])),
                fields=["planned_for"],
                name="inspections_round_open",
            ),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["plan", "-closed_at"], name="inspections_round_before"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("engagement", "number"), name="inspections_round_number"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("plan", "key"), name="inspections_round_once"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["due", "under_way", "closed", "cancelled"])),
                name="inspections_round_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__lt", models.F("due_at"))), name="inspections_round_ends_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("begun_at__isnull", False), ("closed_at__isnull", False), ("state", "closed")),
                    models.Q(
                        models.Q(("state", "closed"), _negated=True),
                        ("closed_at__isnull", True),
                        ("score__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="inspections_round_closed_has_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__isnull", True), ("score__lte", 100), _connector="OR"),
                name="inspections_round_score",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("prepared_at__isnull", True), ("prepared_by__isnull", True)),
                    models.Q(("prepared_at__isnull", False), ("prepared_by__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="inspections_round_prepared_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                    models.Q(
                        ("prepared_at__isnull", False),
                        ("reviewed_at__isnull", False),
                        ("reviewed_by__isnull", False),
                        models.Q(("reviewed_by", models.F("prepared_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="inspections_round_reviewed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signer_name", ""), _negated=True), models.Q(("signer_role", ""), _negated=True)
                ),
                name="inspections_signature_says_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(("whom", ""), _negated=True), name="inspections_talk_with_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_problem", False), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="inspections_talk_problem_is_told",
            ),
        ),
        protect("inspections_sheetversion"),
        protect("inspections_act"),
        protect("inspections_picture"),
        protect("inspections_talk"),
        protect("inspections_signature"),
        protect("inspections_report"),
    ]
    operations = together(operations)
