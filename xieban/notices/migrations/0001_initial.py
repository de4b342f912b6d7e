import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.database.door import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0002_cache_table"),
        ("directory", "__first__"),
        ("flows", "0001_initial"),
        ("writing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "review"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(blank=True, default="", help_text="Why it was withdrawn.", max_length=400),
                ),
                ("reminded_at", models.DateTimeField(help_text="When the unread were reminded last.", null=True)),
                (
                    "body",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="writing.body"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("departments", models.ManyToManyField(related_name="+", to="directory.unit")),
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
                    "withdrawn_by",
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
                "indexes": [models.Index(fields=["by", "-id"], name="notices_notice_of_author")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "review", "published", "withdrawn"])),
                        name="notices_notice_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", False), ("state__in", ["published", "withdrawn"])),
                            models.Q(("published_at__isnull", True), ("state__in", ["draft", "review"])),
                            _connector="OR",
                        ),
                        name="notices_notice_published_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "withdrawn"),
                                ("withdrawn_at__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True), ("withdrawn_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="notices_notice_withdrawn_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="notices_notice_has_a_title"
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
                ("since", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="notices.notice"
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
                "indexes": [
                    models.Index(fields=["person", "-since", "-id"], name="notices_receipt_of_person"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["person"],
                        name="notices_receipt_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "person"), name="notices_receipt_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_at__isnull", True), ("read_at__gte", models.F("since")), _connector="OR"
                        ),
                        name="notices_receipt_read_after",
                    ),
                ],
            },
        ),
    ]
    operations = together(operations)
