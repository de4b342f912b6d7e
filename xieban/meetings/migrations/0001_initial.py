import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.database.door import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "__first__"),
        ("flows", "0001_initial"),
        ("writing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("place", models.CharField(blank=True, default="", max_length=60)),
                ("seats", models.PositiveSmallIntegerField(default=10)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("name",),
                        name="meetings_room_one_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="meetings_room_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__gte", 1), ("seats__lte", 5000)), name="meetings_room_seats"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("agenda", models.TextField(blank=True, default="", max_length=4000)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "asked"), ("agreed", "agreed"), ("called_off", "called_off")],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("minutes_closed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "instance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="flows.instance"
                    ),
                ),
                (
                    "minutes",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="writing.body"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="meetings.room"
                    ),
                ),
            ],
            options={
                "ordering": ("begins_at", "id"),
                "indexes": [models.Index(fields=["begins_at"], name="meetings_meeting_when")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "agreed", "called_off"])),
                        name="meetings_meeting_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                        name="meetings_meeting_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="meetings_meeting_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes_closed_at__isnull", True), ("minutes__isnull", False), _connector="OR"
                        ),
                        name="meetings_meeting_closed_minutes_exist",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("starts_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="meetings.meeting"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.room"
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("room", "starts_at"), name="meetings_roomslot_promised_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("none", "none"), ("coming", "coming"), ("leave", "leave")],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, default="", help_text="Why somebody stays away.", max_length=400),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("signed_in_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["person", "-id"], name="meetings_attendance_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="meetings_attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["none", "coming", "leave"])),
                        name="meetings_attendance_known_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "leave"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meetings_attendance_leave_says_why",
                    ),
                ],
            },
        ),
    ]
    operations = together(operations)
