import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.database.door import together
from jishi.vault.door import SealedField


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(help_text="Folder under notify/channels.", max_length=20)),
                (
                    "details",
                    SealedField(
                        blank=True,
                        default="",
                        help_text="JSON of what its form asks for.",
                        place="notify.channel.details",
                    ),
                ),
                ("shown", models.CharField(help_text="What may be seen of the details, masked.", max_length=120)),
                ("rank", models.PositiveSmallIntegerField(default=0, help_text="The lowest is tried first.")),
                ("created_at", models.DateTimeField()),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("code_digest", models.CharField(blank=True, default="", max_length=64)),
                ("code_sent_at", models.DateTimeField(blank=True, null=True)),
                ("code_tries", models.PositiveSmallIntegerField(default=0)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "failing_since",
                    models.DateTimeField(blank=True, help_text="First failure since the last success.", null=True),
                ),
                ("last_success_at", models.DateTimeField(blank=True, null=True)),
                (
                    "from_account",
                    models.BooleanField(default=False, help_text="Made from the account's own mail address."),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channels",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("rank", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["person", "rank"],
                        name="notify_channel_of_person",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("from_account", True), ("removed_at__isnull", True)),
                        fields=("person",),
                        name="notify_channel_one_from_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("state", models.CharField(default="waiting", max_length=12)),
                (
                    "rush",
                    models.PositiveSmallIntegerField(default=1, help_text="0 for a page; the lowest goes first."),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                (
                    "leased_until",
                    models.DateTimeField(help_text="A worker is sending it; free again from then.", null=True),
                ),
                ("lease", models.UUIDField(help_text="Which grip of which worker.", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="notify.channel"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["rush", "next_try_at"],
                        name="notify_delivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("lease__isnull", False)), fields=["lease"], name="notify_delivery_lease"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "delivered", "given_up", "superseded"])),
                        name="notify_delivery_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="notify_delivery_ended_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=12)),
                (
                    "answer",
                    models.CharField(
                        blank=True, default="", help_text="An excerpt, without secrets.", max_length=300
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="notify.delivery"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["-ended_at"], name="notify_attempt_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["delivered", "temporary", "permanent"])),
                        name="notify_attempt_known_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=80)),
                ("words", models.JSONField(default=dict)),
                ("urgency", models.CharField(max_length=10)),
                ("link", models.CharField(blank=True, default="", max_length=300)),
                ("dedup_key", models.CharField(blank=True, default="", max_length=200)),
                ("told_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(help_text="When to decide (again) how it leaves the house.")),
                (
                    "planned_at",
                    models.DateTimeField(
                        help_text="When it was put into a parcel, or found to stay here.", null=True
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "engagement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.engagement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-told_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("planned_at__isnull", True)),
                        fields=["due_at", "person"],
                        name="notify_notice_to_plan",
                    ),
                    models.Index(fields=["person", "read_at"], name="notify_notice_unread"),
                    models.Index(fields=["person", "-told_at"], name="notify_notice_inbox"),
                    models.Index(fields=["engagement", "-told_at"], name="notify_notice_of_engagement"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dedup_key", ""), _negated=True),
                        fields=("person", "dedup_key"),
                        name="notify_notice_told_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["routine", "prompt", "page"])),
                        name="notify_notice_known_urgency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("urgency", models.CharField(max_length=10)),
                ("is_digest", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(help_text="When the first channel took it.", null=True)),
                ("failed_at", models.DateTimeField(help_text="When no channel was left to try.", null=True)),
                ("notices", models.ManyToManyField(related_name="parcels", to="notify.notice")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-made_at"], name="notify_parcel_of_person"),
                    models.Index(
                        condition=models.Q(("delivered_at__isnull", True)),
                        fields=["urgency", "made_at"],
                        name="notify_parcel_undelivered",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["routine", "prompt", "page"])),
                        name="notify_parcel_known_urgency",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="parcel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="notify.parcel"
            ),
        ),
        migrations.CreateModel(
            name="Wishes",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                ("zone", models.CharField(default="Asia/Shanghai", max_length=40)),
                ("muted_kinds", models.JSONField(blank=True, default=list)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_wishes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "wishes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="notify_wishes_quiet_has_both_ends",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("parcel", "channel"), name="notify_delivery_once_per_channel"
            ),
        ),
    ]
    operations = together(operations)
