from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_squashed_0020_asked_again"),
        ("people", "0003_cache_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("state__in", ["closed", "withdrawn", "merged"]), _negated=True),
                fields=["engagement", "-id", "kind", "tier", "level"],
                name="desk_ticket_going",
            ),
        ),
    ]
