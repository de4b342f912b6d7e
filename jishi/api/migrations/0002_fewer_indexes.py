from django.conf import settings
from django.db import migrations
from django.db.models import CASCADE, ForeignKey

from jishi.database.door import without_index


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("jishi_api", "0001_initial")]

    operations = [
        without_index(
            "jishi_api",
            "idempotencykey",
            {"person": ForeignKey(settings.AUTH_USER_MODEL, on_delete=CASCADE, related_name="+", db_index=False)},
        ),
    ]
