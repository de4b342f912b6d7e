import uuid

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
        help_text="Whose evidence it is; empty for facts about the deployment itself.",
    )
    what = models.CharField(max_length=80, help_text="Dotted verb, e.g. contracts.policy_version_made.")
    about_kind = models.CharField(max_length=60)
    about_key = models.CharField(max_length=80)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=120, help_text="As it stood then: person, or the process that acted.")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    payload = models.JSONField()
    payload_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=["engagement", "id"], name="ledger_entry_of_engagement"),
            models.Index(fields=["about_kind", "about_key"], name="ledger_entry_about"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.about_kind} {self.about_key}"
