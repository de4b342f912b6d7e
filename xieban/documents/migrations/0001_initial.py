import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.appendonly.door import protect
from jishi.database.door import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0002_cache_table"),
        ("directory", "__first__"),
        ("flows", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
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
                            ("dispatch", "dispatch"),
                            ("incoming", "incoming"),
                            ("memo", "memo"),
                            ("supervision", "supervision"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("决议", "决议"),
                            ("决定", "决定"),
                            ("命令(令)", "命令(令)"),
                            ("公报", "公报"),
                            ("公告", "公告"),
                            ("通告", "通告"),
                            ("意见", "意见"),
                            ("通知", "通知"),
                            ("通报", "通报"),
                            ("报告", "报告"),
                            ("请示", "请示"),
                            ("批复", "批复"),
                            ("议案", "议案"),
                            ("函", "函"),
                            ("纪要", "纪要"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "urgency",
                    models.CharField(
                        choices=[("普通", "普通"), ("加急", "加急"), ("特急", "特急")], default="普通", max_length=4
                    ),
                ),
                ("recipients", models.JSONField(default=list, help_text="主送, one body each.")),
                ("copies_to", models.JSONField(default=list, help_text="抄送, one body each.")),
                ("basis", models.TextField(blank=True, default="", help_text="依据")),
                ("reason", models.TextField(blank=True, default="", help_text="事由, of memos and supervision.")),
                (
                    "matter",
                    models.CharField(
                        choices=[("一般", "一般"), ("经费", "经费"), ("法制", "法制")], default="一般", max_length=4
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        blank=True, default="", help_text="Layout form; empty: by its type.", max_length=10
                    ),
                ),
                ("note", models.CharField(blank=True, default="", help_text="附注", max_length=60)),
                ("result", models.TextField(blank=True, default="", help_text="办理结果, of memos.")),
                ("copies", models.PositiveIntegerField(default=0, help_text="印制份数, fixed at registration.")),
                (
                    "edition",
                    models.PositiveIntegerField(
                        default=1, help_text="Counts changes of the elements; guards stale ones."
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("distributed_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "department",
                    models.ForeignKey(
                        help_text="主办处室",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
                (
                    "drafter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "instance",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="flows.instance",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="单位 that issues it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["drafter", "-id"], name="documents_document_of_drafter"),
                    models.Index(fields=["kind", "-id"], name="documents_document_of_kind"),
                    models.Index(fields=["department", "-id"], name="documents_document_of_dept"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["dispatch", "incoming", "memo", "supervision"])),
                        name="documents_document_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["普通", "加急", "特急"])),
                        name="documents_document_known_urgency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("type", ""),
                            (
                                "type__in",
                                [
                                    "决议",
                                    "决定",
                                    "命令(令)",
                                    "公报",
                                    "公告",
                                    "通告",
                                    "意见",
                                    "通知",
                                    "通报",
                                    "报告",
                                    "请示",
                                    "批复",
                                    "议案",
                                    "函",
                                    "纪要",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="documents_document_known_type",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "dispatch"), _negated=True),
                            models.Q(("type", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_document_dispatch_has_a_type",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="documents_document_has_a_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("edit", "edit"), ("correction", "correction"), ("substance", "substance")],
                        max_length=10,
                    ),
                ),
                (
                    "node",
                    models.CharField(
                        blank=True, default="", help_text="The step at which it was made.", max_length=200
                    ),
                ),
                ("before", models.CharField(help_text="Digest of what is signed, before.", max_length=64)),
                ("after", models.CharField(max_length=64)),
                ("elements", models.JSONField(default=dict, help_text="Name → [before, after], without the text.")),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="documents.document"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["edit", "correction", "substance"])),
                        name="documents_change_known_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Act",
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
                            ("voided", "voided"),
                            ("converted", "converted"),
                            ("corrected", "corrected"),
                            ("recalled", "recalled"),
                            ("intervened", "intervened"),
                            ("series", "series"),
                            ("seal", "seal"),
                            ("receipt", "receipt"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, default="", max_length=400)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "voided",
                                    "converted",
                                    "corrected",
                                    "recalled",
                                    "intervened",
                                    "series",
                                    "seal",
                                    "receipt",
                                ],
                            )
                        ),
                        name="documents_act_known_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("converted", "converted"),
                            ("corrects", "corrects"),
                            ("recalls", "recalls"),
                            ("answers", "answers"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="origins", to="documents.document"
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offspring",
                        to="documents.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("document", "origin", "kind"), name="documents_link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("document", models.F("origin")), _negated=True),
                        name="documents_link_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["converted", "corrects", "recalls", "answers"])),
                        name="documents_link_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MandatoryCountersign",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "matter",
                    models.CharField(choices=[("一般", "一般"), ("经费", "经费"), ("法制", "法制")], max_length=4),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="单位 whose rule it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("unit", "matter", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "matter", "department"), name="documents_mandatory_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("matter__in", ["一般", "经费", "法制"])),
                        name="documents_mandatory_known_matter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("way", models.CharField(choices=[("inside", "inside"), ("outside", "outside")], max_length=10)),
                ("name", models.CharField(max_length=120)),
                ("sent_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="documents.document",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("document", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", True)),
                        fields=("document", "name"),
                        name="documents_receipt_once_outside",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("document", "person"),
                        name="documents_receipt_once_inside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["inside", "outside"])), name="documents_receipt_known_way"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way", "outside"), ("person__isnull", False), _connector="OR"),
                        name="documents_receipt_inside_is_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("noted_by__isnull", True), ("signed_at__isnull", True)),
                            models.Q(("noted_by__isnull", False), ("signed_at__gte", models.F("sent_at"))),
                            _connector="OR",
                        ),
                        name="documents_receipt_signed_after_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refused",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("grade", models.CharField(max_length=4)),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusals",
                        to="documents.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "picture",
                    models.CharField(
                        blank=True, default="", help_text="SHA-256 of the kept picture.", max_length=64
                    ),
                ),
                ("width", models.PositiveSmallIntegerField(default=42, help_text="Millimetres.")),
                ("is_open", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("unit__place", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "name"), name="documents_seal_one_name"),
                    models.CheckConstraint(
                        condition=models.Q(("width__gte", 10), ("width__lte", 52)),
                        name="documents_seal_can_be_printed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.CharField(help_text="The document's number, as it bears it.", max_length=60)),
                ("digest", models.CharField(help_text="Of what was sealed.", max_length=64)),
                ("copies", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        help_text="Who signed off.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal_uses",
                        to="documents.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="documents.seal"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("copies__gte", 1)), name="documents_sealuse_at_least_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="documents_sealuse_only_what_has_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
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
                            ("dispatch", "dispatch"),
                            ("incoming", "incoming"),
                            ("memo", "memo"),
                            ("supervision", "supervision"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(help_text="代字, as it is printed.", max_length=20, unique=True)),
                ("types", models.JSONField(default=list, help_text="The document types it is for; none: all.")),
                ("is_open", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("unit__place", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["dispatch", "incoming", "memo", "supervision"])),
                        name="documents_series_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="documents_series_has_a_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("year", models.PositiveIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("text", models.CharField(help_text="As it is printed.", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("reserved", "reserved"), ("used", "used"), ("voided", "voided")],
                        default="reserved",
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(blank=True, default="", help_text="Why it was voided.", max_length=400),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="numbers", to="documents.document"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="numbers", to="documents.series"
                    ),
                ),
            ],
            options={
                "ordering": ("series", "-year", "-serial"),
                "indexes": [models.Index(fields=["-given_at", "-id"], name="documents_number_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year", "serial"), name="documents_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "voided"), _negated=True),
                        fields=("document",),
                        name="documents_number_one_of_a_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("serial__gte", 1)), name="documents_number_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reserved"), ("used_at__isnull", True), ("voided_at__isnull", True)),
                            models.Q(("state", "used"), ("used_at__isnull", False), ("voided_at__isnull", True)),
                            models.Q(
                                ("state", "voided"),
                                ("voided_at__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="documents_number_state_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("year", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counters", to="documents.series"
                    ),
                ),
            ],
            options={
                "ordering": ("series", "year"),
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year"), name="documents_counter_one_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("seat_number", models.PositiveIntegerField(help_text="The seat of the flow on which he signed.")),
                ("node_name", models.CharField(max_length=200)),
                (
                    "digest",
                    models.CharField(
                        help_text="Of title, type, text and attachments as they were signed.", max_length=64
                    ),
                ),
                ("title", models.CharField(help_text="As it was signed.", max_length=200)),
                ("text", models.TextField(blank=True, default="", help_text="The words as they were signed.")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("done", "done"),
                            ("agree", "agree"),
                            ("principle", "principle"),
                            ("remarks", "remarks"),
                            ("disagree", "disagree"),
                        ],
                        max_length=10,
                    ),
                ),
                ("consents", models.BooleanField()),
                ("ruling", models.CharField(blank=True, default="", help_text="批示, of memos.", max_length=40)),
                ("words", models.TextField(blank=True, default="", max_length=4000)),
                ("signed_on", models.DateField(help_text="成文日期, the day at the office.")),
                ("at", models.DateTimeField()),
                (
                    "acted_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="documents.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "seat_number", "consents"), name="documents_signoff_one_a_seat"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), _negated=True),
                        name="documents_signoff_freezes_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Typesetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("digest", models.CharField(help_text="Of what was set.", max_length=64)),
                ("is_sealed", models.BooleanField(default=False)),
                (
                    "pdf",
                    models.CharField(blank=True, default="", help_text="SHA-256 of the kept file.", max_length=64),
                ),
                ("word", models.CharField(blank=True, default="", max_length=64)),
                ("pages", models.PositiveIntegerField(default=0)),
                (
                    "verdict",
                    models.CharField(blank=True, default="", help_text="Of the layout check.", max_length=14),
                ),
                ("findings", models.JSONField(default=list, help_text="The layout check, one finding each.")),
                (
                    "fonts",
                    models.JSONField(default=list, help_text="Per element the font asked and the font used."),
                ),
                ("trouble", models.TextField(blank=True, default="", help_text="Why it could not be set.")),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="typesettings",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trouble", ""), models.Q(("pdf", ""), _negated=True)),
                            models.Q(("trouble", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_typesetting_file_or_trouble",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Viewing",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "page",
                    models.CharField(
                        choices=[
                            ("document", "document"),
                            ("pdf", "pdf"),
                            ("word", "word"),
                            ("report", "report"),
                            ("file", "file"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.CharField(blank=True, default="", help_text="Which file.", max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="viewings",
                        to="documents.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("page__in", ["document", "pdf", "word", "report", "file"])),
                        name="documents_viewing_known_page",
                    )
                ],
            },
        ),
        protect("documents_change"),
        protect("documents_link"),
        protect("documents_signoff"),
        protect("documents_sealuse"),
        protect("documents_typesetting"),
        protect("documents_viewing"),
        protect("documents_act"),
        protect("documents_refused"),
    ]
    operations = together(operations)
