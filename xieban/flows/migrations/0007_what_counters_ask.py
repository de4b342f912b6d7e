"""What the counters of an inbox ask: who was urged, and who had a hand in what is under way."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

AT_ONCE = 1000


def fill(apps, schema_editor):
    """Note both for what is under way; what is over is asked by no counter."""
    of = {name: apps.get_model("flows", name).objects for name in ("Candidate", "Hand", "Seat", "Timer")}
    fired = of["Timer"].filter(token=OuterRef("seat__token"), kind="mark", state="fired")
    urged = Q(instance__pressed_at__gte=F("since")) | Exists(fired)
    live = of["Candidate"].filter(urged, seat__until=None).order_by("pk").values_list("pk", flat=True)
    for keys in _in_batches(live):
        of["Candidate"].filter(pk__in=keys).update(urged_at=timezone.now())
    done = of["Seat"].filter(state="done", person__isnull=False, instance__ended_at=None)
    hands = done.order_by("person", "instance").values_list("person", "instance").distinct()
    for rows in _in_batches(hands):
        of["Hand"].bulk_create([of["Hand"].model(person_id=person, instance_id=one) for person, one in rows])


def _in_batches(rows):
    found = list(rows)
    return [found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE)]


class Migration(migrations.Migration):
    dependencies = [
        ("flows", "0006_open_seats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Hand",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hands", to="flows.instance"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("id",)},
        ),
        migrations.AddConstraint(
            model_name="hand",
            constraint=models.UniqueConstraint(fields=("person", "instance"), name="flows_hand_once"),
        ),
        migrations.AddField(
            model_name="candidate",
            name="urged_at",
            field=models.DateTimeField(
                help_text="When he was last told to hurry: by hand, or by a mark of the deadline.", null=True
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("is_open", True), ("urged_at__isnull", False)),
                fields=["person"],
                name="flows_candidate_urged",
            ),
        ),
    ]
