from django.conf import settings
from django.db import migrations
from django.db.models import PROTECT, ForeignKey

from jishi.database.door import without_index


class Migration(migrations.Migration):
    dependencies = [("people", "0003_cache_table"), ("ledger", "0003_queue_by_trigger")]

    operations = [
        without_index(
            "ledger",
            "entry",
            {
                "engagement": ForeignKey(
                    "people.engagement",
                    on_delete=PROTECT,
                    null=True,
                    related_name="ledger_entries",
                    db_index=False,
                    help_text="Whose evidence it is; empty for facts about the deployment itself.",
                ),
                "by": ForeignKey(
                    settings.AUTH_USER_MODEL, on_delete=PROTECT, null=True, related_name="+", db_index=False
                ),
            },
        ),
        without_index(
            "ledger",
            "waiting",
            {
                "engagement": ForeignKey(
                    "people.engagement",
                    on_delete=PROTECT,
                    null=True,
                    related_name="+",
                    db_constraint=False,
                    db_index=False,
                )
            },
        ),
        without_index(
            "ledger",
            "seal",
            {"chain": ForeignKey("ledger.chain", on_delete=PROTECT, related_name="seals", db_index=False)},
        ),
    ]
