import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.database.door import together


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(blank=True, default="", max_length=40)),
                (
                    "credit_code",
                    models.CharField(
                        blank=True, default="", help_text="统一社会信用代码, empty while unknown.", max_length=18
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("credit_code", ""), _negated=True),
                        fields=("credit_code",),
                        name="people_organisation_one_credit_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("created_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements_as_client",
                        to="people.organisation",
                    ),
                ),
                (
                    "vendor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements_as_vendor",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("client", models.F("vendor")), _negated=True),
                        name="people_engagement_two_parties",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("username", models.CharField(blank=True, max_length=60, null=True, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("name_pinyin", models.CharField(blank=True, default="", max_length=200)),
                (
                    "title",
                    models.CharField(blank=True, default="", help_text="Post or duty, in words.", max_length=60),
                ),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("mobile", models.CharField(blank=True, default="", max_length=20)),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "中文"), ("en", "English")], default="zh-hans", max_length=10
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "is_platform_admin",
                    models.BooleanField(
                        default=False,
                        help_text="Looks after this deployment: loads contracts, creates organisations.",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("password_changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="persons",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("name_pinyin", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("email",),
                        name="people_person_one_email",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("requester", "requester"),
                            ("leader", "leader"),
                            ("client_admin", "client_admin"),
                            ("front_desk", "front_desk"),
                            ("first_line", "first_line"),
                            ("second_line", "second_line"),
                            ("expert", "expert"),
                            ("manager", "manager"),
                            ("auditor", "auditor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_grants",
                        to="people.engagement",
                    ),
                ),
                (
                    "granted_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
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
                "indexes": [models.Index(fields=["engagement", "role"], name="people_rolegrant_by_role")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "engagement", "role"),
                        name="people_rolegrant_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="people_rolegrant_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "requester",
                                    "leader",
                                    "client_admin",
                                    "front_desk",
                                    "first_line",
                                    "second_line",
                                    "expert",
                                    "manager",
                                    "auditor",
                                ],
                            )
                        ),
                        name="people_rolegrant_known_role",
                    ),
                ],
            },
        ),
    ]
    operations = together(operations)
