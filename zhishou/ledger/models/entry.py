import json
import uuid
from typing import Any

from django.db import models

from zhishou.people.models import Engagement, Person


class Entry(models.Model):
    """One fact as evidence; the database itself refuses to change or delete it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        null=True,
        related_name="ledger_entries",
        db_index=False,  # four others begin with it
        help_text="Whose evidence it is; empty for facts about the deployment itself.",
    )
    what = models.CharField(max_length=80, help_text="Dotted verb, e.g. contracts.policy_version_made.")
    about_kind = models.CharField(max_length=60)
    about_key = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=120, help_text="As it stood then: person, or the process that acted.")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # Text, not a JSON column: PostgreSQL would rewrite numbers and key order, and the digest is over these bytes.
    payload_text = models.TextField(help_text="The canonical JSON of the payload.")
    payload_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=["engagement", "id"], name="ledger_entry_of_engagement"),
            models.Index(fields=["engagement", "what", "id"], name="ledger_entry_what"),
            models.Index(fields=["engagement", "by", "id"], name="ledger_entry_by"),
            models.Index(fields=["engagement", "about_kind", "about_key", "id"], name="ledger_entry_about"),
            models.Index(fields=["engagement", "happened_at", "id"], name="ledger_entry_happened"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.about_kind} {self.about_key}"

    @property
    def payload(self) -> dict[str, Any]:
        """Return the payload as it was recorded."""
        value: dict[str, Any] = json.loads(self.payload_text)
        return value
