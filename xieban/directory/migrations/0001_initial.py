import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.database.door import together
from jishi.vault.door import SealedField


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FactorSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("secret", SealedField(blank=True, default="", place="directory.factor_secret")),
            ],
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
                ("username", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("name_pinyin", models.CharField(blank=True, default="", max_length=200)),
                (
                    "staff_number",
                    models.CharField(
                        blank=True, default="", help_text="工号, empty where there is none.", max_length=30
                    ),
                ),
                ("rank", models.PositiveIntegerField(default=9999, help_text="Order of precedence among equals.")),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("mobile", models.CharField(blank=True, default="", max_length=20)),
                ("telephone", models.CharField(blank=True, default="", help_text="On the desk.", max_length=30)),
                ("room", models.CharField(blank=True, default="", max_length=30)),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "中文"), ("en", "English")], default="zh-hans", max_length=10
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "is_administrator",
                    models.BooleanField(
                        default=False,
                        help_text="Looks after this deployment: the whole directory, flows, settings.",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, help_text="When access ended; nothing of theirs is erased.", null=True
                    ),
                ),
                ("password_changed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("rank", "name_pinyin", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("email",),
                        name="directory_person_one_email",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("staff_number", ""), _negated=True),
                        fields=("staff_number",),
                        name="directory_person_one_staff_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_at__isnull", True), ("is_active", False), _connector="OR"),
                        name="directory_person_left_is_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("kind", models.CharField(choices=[("unit", "unit"), ("department", "department")], max_length=12)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(blank=True, default="", max_length=40)),
                (
                    "rank",
                    models.PositiveIntegerField(default=9999, help_text="Order of precedence among its siblings."),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        default="",
                        help_text="Order and branch in one; see rules.",
                        max_length=400,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("place", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["unit", "department"])), name="directory_unit_known_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent__isnull", False), ("kind", "unit"), _connector="OR"),
                        name="directory_unit_department_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__lte", 9999)), name="directory_unit_rank_of_four_digits"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("parent", "name"),
                        name="directory_unit_one_name_among_siblings",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=60)),
                (
                    "rank",
                    models.PositiveIntegerField(default=9999, help_text="Order of precedence within the unit."),
                ),
                ("is_head", models.BooleanField(default=False, help_text="Whoever holds it answers for the unit.")),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="directory.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("unit__place", "rank", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("unit", "name"),
                        name="directory_post_one_name_in_unit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="charges", to="directory.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("unit__place", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("unit",),
                        name="directory_charge_one_leader_of_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="directory_charge_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "flows",
                    models.JSONField(default=list, help_text="Keys of the flows that are meant; empty means all."),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="Where it was ended before its time.", null=True),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-since", "-id"),
                "indexes": [
                    models.Index(fields=["principal", "until"], name="directory_delegation_given"),
                    models.Index(fields=["deputy", "until"], name="directory_delegation_taken"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="directory_delegation_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal", models.F("deputy")), _negated=True),
                        name="directory_delegation_to_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "is_main",
                    models.BooleanField(default=True, help_text="The post under which the person is listed."),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="directory.post",
                    ),
                ),
            ],
            options={
                "ordering": ("-is_main", "post__unit__place", "post__rank", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "post"),
                        name="directory_appointment_once_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True), ("until__isnull", True)),
                        fields=("person",),
                        name="directory_appointment_one_main",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="directory_appointment_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("principal_leader", "principal_leader"),
                            ("deputy_leader", "deputy_leader"),
                            ("office_head", "office_head"),
                            ("department_head", "department_head"),
                            ("clerk", "clerk"),
                            ("registrar", "registrar"),
                            ("typesetter", "typesetter"),
                            ("seal_keeper", "seal_keeper"),
                            ("dispatcher", "dispatcher"),
                            ("archivist", "archivist"),
                            ("supervisor", "supervisor"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="directory.post"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("post", "role"), name="directory_postrole_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "principal_leader",
                                    "deputy_leader",
                                    "office_head",
                                    "department_head",
                                    "clerk",
                                    "registrar",
                                    "typesetter",
                                    "seal_keeper",
                                    "dispatcher",
                                    "archivist",
                                    "supervisor",
                                    "administrator",
                                ],
                            )
                        ),
                        name="directory_postrole_known_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("method", models.CharField(help_text="e.g. password, password+totp, passkey.", max_length=60)),
                ("address", models.CharField(max_length=45)),
                (
                    "agent",
                    models.CharField(
                        blank=True, default="", help_text="What the browser says it is.", max_length=300
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-last_used_at", "-id"),
                "indexes": [models.Index(fields=["person", "-last_used_at"], name="directory_signin_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="directory_signin_ends_after_start",
                    )
                ],
            },
        ),
    ]
    operations = together(operations)
