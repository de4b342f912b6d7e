import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from jishi.database.door import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "what",
                    models.CharField(help_text="Dotted verb, e.g. contracts.policy_version_made.", max_length=80),
                ),
                ("about_kind", models.CharField(max_length=60)),
                ("about_key", models.CharField(max_length=200)),
                (
                    "by_name",
                    models.CharField(
                        help_text="As it stood then: person, or the process that acted.", max_length=120
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("payload_text", models.TextField(help_text="The canonical JSON of the payload.")),
                ("payload_digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        help_text="Whose evidence it is; empty for facts about the deployment itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_entries",
                        to="people.engagement",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(fields=["engagement", "id"], name="ledger_entry_of_engagement"),
                    models.Index(fields=["engagement", "what", "id"], name="ledger_entry_what"),
                    models.Index(fields=["engagement", "by", "id"], name="ledger_entry_by"),
                    models.Index(fields=["engagement", "about_kind", "about_key", "id"], name="ledger_entry_about"),
                    models.Index(fields=["engagement", "happened_at", "id"], name="ledger_entry_happened"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "engagement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_chain",
                        to="people.engagement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.ExpressionWrapper(
                            models.Q(("engagement__isnull", True)), output_field=models.BooleanField()
                        ),
                        condition=models.Q(("engagement__isnull", True)),
                        name="ledger_chain_one_of_deployment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("head", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField()),
                ("first_position", models.PositiveBigIntegerField()),
                ("last_position", models.PositiveBigIntegerField()),
                ("previous_head", models.CharField(blank=True, max_length=64)),
                ("sealed_at", models.DateTimeField()),
                (
                    "chain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="ledger.chain"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "number"), name="ledger_batch_one_a_number"),
                    models.UniqueConstraint(fields=("chain", "last_position"), name="ledger_batch_one_an_end"),
                    models.CheckConstraint(
                        condition=models.Q(("last_position__gte", models.F("first_position"))),
                        name="ledger_batch_is_not_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seal",
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
                ("position", models.PositiveBigIntegerField()),
                ("entry_digest", models.CharField(max_length=64)),
                (
                    "chain_hash",
                    models.CharField(help_text="Commits to this entry and to every one before it.", max_length=64),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="ledger_seal_counts_from_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShownHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("day", models.DateField()),
                ("head", models.CharField(max_length=64)),
                ("number", models.PositiveBigIntegerField()),
                ("last_position", models.PositiveBigIntegerField()),
                ("shown_at", models.DateTimeField()),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shown_heads",
                        to="people.engagement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("engagement", "day"), name="ledger_shownhead_once_a_day")
                ],
            },
        ),
        migrations.AddField(
            model_name="seal",
            name="chain",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="seals", to="ledger.chain"
            ),
        ),
        migrations.AddField(
            model_name="waiting",
            name="engagement",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.engagement",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.UniqueConstraint(fields=("chain", "position"), name="ledger_seal_one_a_position"),
        ),
        migrations.AddIndex(
            model_name="waiting",
            index=models.Index(fields=["engagement", "entry"], name="ledger_waiting_in_order"),
        ),
    ]
    operations = together(operations)
