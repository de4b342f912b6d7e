"""Whoever sent work back, gave it away or lent it has had a hand in it too."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q

AT_ONCE = 1000
HANDLED = ["done", "returned", "transferred"]


def fill(apps, schema_editor):
    """Note it for what is under way; what is over is found by its seats."""
    seats, hands = (apps.get_model("flows", name).objects for name in ("Seat", "Hand"))
    noted = hands.filter(person=OuterRef("person"), instance=OuterRef("instance"))
    held = seats.filter(
        Q(state__in=[*HANDLED, "delegated"]) | Q(until=None, token__state="parked"),
        ~Exists(noted),
        person__isnull=False,
        instance__ended_at=None,
    )
    missing = list(held.order_by("person", "instance").values_list("person", "instance").distinct())
    for start in range(0, len(missing), AT_ONCE):
        rows = missing[start : start + AT_ONCE]
        hands.bulk_create([hands.model(person_id=person, instance_id=one) for person, one in rows])


class Migration(migrations.Migration):
    dependencies = [("flows", "0007_what_counters_ask")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="seat", name="flows_seat_done_in"),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(
                condition=models.Q(("state__in", ["done", "returned", "transferred"])),
                fields=["person", "instance"],
                name="flows_seat_handled_in",
            ),
        ),
    ]
