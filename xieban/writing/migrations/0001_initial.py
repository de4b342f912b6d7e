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
        ("directory", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(help_text="Of the holder, e.g. documents.dispatch.", max_length=60)),
                ("key", models.CharField(help_text="Of the holder: its uuid.", max_length=60)),
                (
                    "last_number",
                    models.PositiveIntegerField(default=0, help_text="Of its last revision; 0 before the first."),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="writing_body_one_of_holder"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), _negated=True), models.Q(("key", ""), _negated=True)
                        ),
                        name="writing_body_has_holder",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("html", models.TextField(blank=True, help_text="Sanitised; not yet what `layout` can print.")),
                (
                    "on_revision",
                    models.PositiveIntegerField(help_text="What it was typed on top of; 0: on an empty page."),
                ),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="writing.body"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("body", "person"), name="writing_draft_one_each")],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="writing.body"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("since", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("body", "person"), name="writing_presence_one_each"),
                    models.CheckConstraint(
                        condition=models.Q(("seen_at__gte", models.F("since"))),
                        name="writing_presence_seen_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveIntegerField()),
                ("html", models.TextField(blank=True, help_text="As `rules.canonical` writes it.")),
                ("words", models.TextField(blank=True, help_text="The same without its dress.")),
                ("sha256", models.CharField(help_text="Of html.", max_length=64)),
                (
                    "source",
                    models.CharField(
                        choices=[("typed", "typed"), ("word", "word"), ("carried", "carried")], max_length=10
                    ),
                ),
                ("why", models.CharField(blank=True, default="", max_length=200)),
                (
                    "losses",
                    models.JSONField(
                        blank=True, default=dict, help_text="What a Word file had and this has not: how many."
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="writing.body"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("body", "number"), name="writing_revision_one_number"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="writing_revision_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("sha256"), 64
                        ),
                        name="writing_revision_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["typed", "word", "carried"])),
                        name="writing_revision_known_source",
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
                    "kind",
                    models.CharField(
                        choices=[("attachment", "attachment"), ("original", "original")], max_length=10
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(
                        help_text="Its turn among the attachments, from 1; gaps do no harm."
                    ),
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
                    "text_state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("read", "read"),
                            ("cut", "cut"),
                            ("none", "none"),
                            ("unreadable", "unreadable"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, default="", help_text="Its words, for the search.")),
                ("at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="writing.body"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        help_text="Taken from this file.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="originals",
                        to="writing.revision",
                    ),
                ),
            ],
            options={
                "ordering": ("place", "id"),
                "indexes": [
                    models.Index(fields=["sha256"], name="writing_attachment_content"),
                    models.Index(fields=["body", "place"], name="writing_attachment_of_body"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["attachment", "original"])),
                        name="writing_attachment_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "original"), ("removed_at__isnull", True), ("revision__isnull", False)
                            ),
                            models.Q(("kind", "attachment"), ("revision__isnull", True)),
                            _connector="OR",
                        ),
                        name="writing_attachment_original_of_revision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text_state__in", ["waiting", "read", "cut", "none", "unreadable"])),
                        name="writing_attachment_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="writing_attachment_removed_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1)), name="writing_attachment_holds_something"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("sha256"), 64
                        ),
                        name="writing_attachment_digest",
                    ),
                ],
            },
        ),
        protect("writing_revision"),
    ]
    operations = together(operations)
