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
    ]

    operations = [
        migrations.CreateModel(
            name="Vehicle",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("plate", models.CharField(max_length=20)),
                ("name", models.CharField(blank=True, default="", max_length=60)),
                ("seats", models.PositiveSmallIntegerField(default=5)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("plate", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("plate",),
                        name="approvals_vehicle_one_plate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("plate", ""), _negated=True), name="approvals_vehicle_has_a_plate"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__gte", 1), ("seats__lte", 100)), name="approvals_vehicle_seats"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trip",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("leaves_at", models.DateTimeField()),
                ("back_at", models.DateTimeField()),
                (
                    "instance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="flows.instance"
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trips", to="approvals.vehicle"
                    ),
                ),
            ],
            options={
                "ordering": ("leaves_at", "id"),
                "indexes": [models.Index(fields=["leaves_at"], name="approvals_trip_when")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("back_at__gt", models.F("leaves_at"))),
                        name="approvals_trip_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("half_days", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("year", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("person", "year"), name="approvals_entitlement_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("half_days__lte", 200)), name="approvals_entitlement_plausible"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(max_length=40)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("half_days", models.PositiveSmallIntegerField()),
                ("reason", models.TextField(blank=True, default="", max_length=4000)),
                (
                    "instance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="flows.instance"
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
                "ordering": ("-first_day", "-id"),
                "indexes": [models.Index(fields=["person", "first_day"], name="approvals_leave_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="approvals_leave_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("half_days__gt", 0)), name="approvals_leave_of_some_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TripSlot",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("starts_at", models.DateTimeField()),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="approvals.trip"
                    ),
                ),
                (
                    "vehicle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.vehicle"
                    ),
                ),
            ],
            options={
                "ordering": ("starts_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vehicle", "starts_at"), name="approvals_tripslot_promised_once"
                    )
                ],
            },
        ),
    ]
    operations = together(operations)
