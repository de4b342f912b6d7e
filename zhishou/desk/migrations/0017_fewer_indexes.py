from django.conf import settings
from django.db import migrations
from django.db.models import PROTECT, ForeignKey

from jishi.database.door import without_index

PERSON = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0001_initial"),
        ("people", "0003_cache_table"),
        ("desk", "0016_answers_about_tickets"),
    ]

    operations = [
        without_index(
            "desk",
            "clock",
            {
                "ticket": ForeignKey("desk.ticket", on_delete=PROTECT, related_name="clocks", db_index=False),
                "policy_version": ForeignKey(
                    "contracts.policyversion", on_delete=PROTECT, related_name="+", db_index=False
                ),
                "calendar_version": ForeignKey(
                    "contracts.calendarversion", on_delete=PROTECT, related_name="+", db_index=False
                ),
            },
        ),
        without_index(
            "desk",
            "clockevent",
            {
                "evidence": ForeignKey(
                    "desk.evidence", on_delete=PROTECT, null=True, related_name="+", db_index=False
                ),
                "by": ForeignKey(PERSON, on_delete=PROTECT, null=True, related_name="+", db_index=False),
            },
        ),
        without_index(
            "desk",
            "ticket",
            {
                "engagement": ForeignKey(
                    "people.engagement", on_delete=PROTECT, related_name="tickets", db_index=False
                ),
                "caller": ForeignKey(
                    PERSON, on_delete=PROTECT, null=True, related_name="tickets_called_in", db_index=False
                ),
            },
        ),
        without_index(
            "desk",
            "tierhold",
            {"by": ForeignKey(PERSON, on_delete=PROTECT, null=True, related_name="+", db_index=False)},
        ),
    ]
