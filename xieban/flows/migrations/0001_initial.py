import django.db.models.deletion
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
            name="Flow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "key",
                    models.CharField(
                        help_text="The id of the process in every version's file.", max_length=60, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="flows_flow_has_a_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Instance",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("running", "running"),
                            ("suspended", "suspended"),
                            ("finished", "finished"),
                            ("cancelled", "cancelled"),
                            ("ended", "ended"),
                        ],
                        max_length=10,
                    ),
                ),
                ("variables", models.JSONField(default=dict)),
                (
                    "step",
                    models.PositiveIntegerField(help_text="How many steps were taken; guards against stale ones."),
                ),
                (
                    "last_number",
                    models.PositiveIntegerField(help_text="Of tokens, seats, timers and readings, which share it."),
                ),
                ("facts_count", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
                ("suspended_at", models.DateTimeField(null=True)),
                ("pressed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "starter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instances_started",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["starter", "-id"], name="flows_instance_of_starter")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["running", "suspended", "finished", "cancelled", "ended"])
                        ),
                        name="flows_instance_known_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False), ("status__in", ["cancelled", "ended", "finished"])
                            ),
                            models.Q(
                                ("ended_at__isnull", True),
                                models.Q(("status__in", ["cancelled", "ended", "finished"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="flows_instance_over_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "suspended"), ("suspended_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "suspended"), _negated=True), ("suspended_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="flows_instance_suspended_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveIntegerField()),
                ("node", models.CharField(max_length=200)),
                ("node_name", models.CharField(help_text="As the node was called at that time.", max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("resting", "resting"),
                            ("at_join", "at_join"),
                            ("parked", "parked"),
                            ("ended", "ended"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "within",
                    models.PositiveIntegerField(default=0, help_text="The stay at the sub-process around it."),
                ),
                ("via", models.CharField(blank=True, default="", max_length=200)),
                ("parents", models.JSONField(default=list)),
                ("path", models.JSONField(default=list)),
                ("cause", models.PositiveIntegerField(default=0)),
                ("back_to", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passed", "passed"),
                            ("joined", "joined"),
                            ("returned", "returned"),
                            ("withdrawn", "withdrawn"),
                            ("jumped", "jumped"),
                            ("rolled_back", "rolled_back"),
                            ("interrupted", "interrupted"),
                            ("migrated", "migrated"),
                            ("cancelled", "cancelled"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("born", models.PositiveIntegerField(help_text="The step in which it began.")),
                ("died", models.PositiveIntegerField(default=0)),
                (
                    "undone",
                    models.PositiveIntegerField(
                        default=0, help_text="The step in which what followed was taken back."
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, default="", max_length=500)),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="flows.instance"
                    ),
                ),
            ],
            options={
                "ordering": ("instance", "number"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=["node", "since"],
                        name="flows_token_open_at_node",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("instance", "number"), name="flows_token_number"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["resting", "at_join", "parked", "ended"])),
                        name="flows_token_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("died__gt", 0),
                                ("state", "ended"),
                                ("until__isnull", False),
                                (
                                    "ending__in",
                                    [
                                        "passed",
                                        "joined",
                                        "returned",
                                        "withdrawn",
                                        "jumped",
                                        "rolled_back",
                                        "interrupted",
                                        "migrated",
                                        "cancelled",
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(("state", "ended"), _negated=True),
                                ("died", 0),
                                ("ending", ""),
                                ("until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="flows_token_ended_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="flows_token_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("mark", "mark"), ("boundary", "boundary"), ("catch", "catch")], max_length=10
                    ),
                ),
                ("element", models.CharField(max_length=200)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "running"),
                            ("resting", "resting"),
                            ("fired", "fired"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("working", models.BooleanField(default=False)),
                ("rested_at", models.DateTimeField(null=True)),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timers", to="flows.instance"
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="timers", to="flows.token"
                    ),
                ),
            ],
            options={
                "ordering": ("due_at", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "running")),
                        fields=["due_at", "id"],
                        name="flows_timer_running",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("instance", "number"), name="flows_timer_number"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "resting", "fired", "cancelled"])),
                        name="flows_timer_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["mark", "boundary", "catch"])),
                        name="flows_timer_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "resting"), _negated=True),
                            ("rested_at__isnull", False),
                            _connector="OR",
                        ),
                        name="flows_timer_rests_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("turn", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("open", "open"),
                            ("delegated", "delegated"),
                            ("done", "done"),
                            ("transferred", "transferred"),
                            ("removed", "removed"),
                            ("retracted", "retracted"),
                            ("returned", "returned"),
                            ("dropped", "dropped"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "done"),
                            ("agree", "agree"),
                            ("principle", "principle"),
                            ("remarks", "remarks"),
                            ("disagree", "disagree"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("origin", models.PositiveIntegerField(default=0, help_text="The seat it came from.")),
                (
                    "lent",
                    models.BooleanField(
                        default=False, help_text="Delegated: it goes back to the one of its origin."
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("born", models.PositiveIntegerField()),
                ("died", models.PositiveIntegerField(default=0)),
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
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="flows.instance"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="flows.token"
                    ),
                ),
            ],
            options={
                "ordering": ("instance", "number"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "done")),
                        fields=["person", "-until"],
                        name="flows_seat_done_by",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("instance", "number"), name="flows_seat_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "open",
                                    "delegated",
                                    "done",
                                    "transferred",
                                    "removed",
                                    "retracted",
                                    "returned",
                                    "dropped",
                                ],
                            )
                        ),
                        name="flows_seat_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["waiting", "open", "delegated"]), ("until__isnull", True)),
                            models.Q(
                                models.Q(("state__in", ["waiting", "open", "delegated"]), _negated=True),
                                ("until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="flows_seat_over_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                ("person__isnull", False),
                                ("decision__in", ["done", "agree", "principle", "remarks", "disagree"]),
                            ),
                            _connector="OR",
                        ),
                        name="flows_seat_done_says_by_whom_and_what",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("acted_for__isnull", True),
                            ("lent", False),
                            ("state__in", ["waiting", "open", "delegated", "done"]),
                        ),
                        fields=("token", "person"),
                        name="flows_seat_one_voice_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(help_text="Counted within the flow.")),
                ("text", models.TextField(help_text="The BPMN 2.0 file as it was given.")),
                ("digest", models.CharField(help_text="SHA-256 of the file and of what it calls.", max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("retired", "retired")],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "flow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="flows.flow"
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
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("flow", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("flow", "number"), name="flows_version_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("flow",),
                        name="flows_version_one_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "retired"])),
                        name="flows_version_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="flows_version_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("state", "draft")),
                            models.Q(
                                ("published_at__isnull", False),
                                ("retired_at__isnull", True),
                                ("state", "published"),
                            ),
                            models.Q(("retired_at__isnull", False), ("state", "retired")),
                            _connector="OR",
                        ),
                        name="flows_version_state_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="instance",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="instances", to="flows.version"
            ),
        ),
        migrations.CreateModel(
            name="VersionCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "called",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="called_by", to="flows.version"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="flows.version"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "called"), name="flows_versioncall_once"),
                    models.CheckConstraint(
                        condition=models.Q(("version", models.F("called")), _negated=True),
                        name="flows_versioncall_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
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
                ("at", models.DateTimeField()),
                ("retracted_at", models.DateTimeField(null=True)),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="flows.instance"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vote", to="flows.seat"
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="flows.token"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["done", "agree", "principle", "remarks", "disagree"])),
                        name="flows_vote_known_decision",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retracted_at__isnull", True)),
                        fields=("token", "person"),
                        name="flows_vote_one_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retracted_at__isnull", True), ("retracted_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="flows_vote_retracted_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveIntegerField()),
                ("step", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("started", "started"),
                            ("entered", "entered"),
                            ("completed", "completed"),
                            ("voted", "voted"),
                            ("left", "left"),
                            ("claimed", "claimed"),
                            ("released", "released"),
                            ("returned", "returned"),
                            ("came_back", "came_back"),
                            ("withdrew", "withdrew"),
                            ("transferred", "transferred"),
                            ("delegated", "delegated"),
                            ("handed_back", "handed_back"),
                            ("signer_added", "signer_added"),
                            ("signer_removed", "signer_removed"),
                            ("pressed", "pressed"),
                            ("circulated", "circulated"),
                            ("was_read", "was_read"),
                            ("jumped", "jumped"),
                            ("rolled_back", "rolled_back"),
                            ("suspended", "suspended"),
                            ("resumed", "resumed"),
                            ("timer_fired", "timer_fired"),
                            ("deadline_mark", "deadline_mark"),
                            ("message_caught", "message_caught"),
                            ("message_thrown", "message_thrown"),
                            ("service_called", "service_called"),
                            ("service_failed", "service_failed"),
                            ("nobody_found", "nobody_found"),
                            ("migrated", "migrated"),
                            ("finished", "finished"),
                            ("cancelled", "cancelled"),
                            ("ended", "ended"),
                        ],
                        max_length=20,
                    ),
                ),
                ("node", models.CharField(blank=True, default="", max_length=200)),
                ("token_number", models.PositiveIntegerField(default=0)),
                ("seat_number", models.PositiveIntegerField(default=0)),
                ("details", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
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
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="flows.instance"
                    ),
                ),
            ],
            options={
                "ordering": ("instance", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("instance", "number"), name="flows_fact_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "started",
                                    "entered",
                                    "completed",
                                    "voted",
                                    "left",
                                    "claimed",
                                    "released",
                                    "returned",
                                    "came_back",
                                    "withdrew",
                                    "transferred",
                                    "delegated",
                                    "handed_back",
                                    "signer_added",
                                    "signer_removed",
                                    "pressed",
                                    "circulated",
                                    "was_read",
                                    "jumped",
                                    "rolled_back",
                                    "suspended",
                                    "resumed",
                                    "timer_fired",
                                    "deadline_mark",
                                    "message_caught",
                                    "message_thrown",
                                    "service_called",
                                    "service_failed",
                                    "nobody_found",
                                    "migrated",
                                    "finished",
                                    "cancelled",
                                    "ended",
                                ],
                            )
                        ),
                        name="flows_fact_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token_number", models.PositiveIntegerField(default=0)),
                ("seat_number", models.PositiveIntegerField(default=0)),
                ("node_name", models.CharField(blank=True, default="", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "decision"),
                            ("return", "return"),
                            ("withdraw", "withdraw"),
                            ("transfer", "transfer"),
                            ("delegate", "delegate"),
                            ("add_signer", "add_signer"),
                            ("remove_signer", "remove_signer"),
                            ("read", "read"),
                            ("press", "press"),
                            ("intervention", "intervention"),
                        ],
                        max_length=20,
                    ),
                ),
                ("decision", models.CharField(blank=True, default="", max_length=10)),
                ("words", models.TextField(blank=True, default="", max_length=4000)),
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
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="flows.instance"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["instance", "id"], name="flows_opinion_of_instance")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "decision",
                                    "return",
                                    "withdraw",
                                    "transfer",
                                    "delegate",
                                    "add_signer",
                                    "remove_signer",
                                    "read",
                                    "press",
                                    "intervention",
                                ],
                            )
                        ),
                        name="flows_opinion_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["return", "intervention"]), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="flows_opinion_gives_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField()),
                (
                    "token_number",
                    models.PositiveIntegerField(default=0, help_text="The stay from which it was given."),
                ),
                ("since", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="flows.instance"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("instance", "number"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["person", "-since", "-id"],
                        name="flows_reading_unread",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("instance", "number"), name="flows_reading_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=("instance", "person"),
                        name="flows_reading_one_unread",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("is_open", models.BooleanField()),
                ("since", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="flows.instance"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="candidates", to="flows.seat"
                    ),
                ),
            ],
            options={
                "ordering": ("seat", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_open", True)),
                        fields=["person", "-since", "-id"],
                        name="flows_candidate_inbox",
                    ),
                    models.Index(fields=["person", "instance"], name="flows_candidate_of_person"),
                ],
                "constraints": [models.UniqueConstraint(fields=("seat", "person"), name="flows_candidate_once")],
            },
        ),
        migrations.AddIndex(
            model_name="instance",
            index=models.Index(fields=["version", "status"], name="flows_instance_of_version"),
        ),
        protect("flows_opinion"),
        protect("flows_fact"),
    ]
    operations = together(operations)
