from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """One POST that a caller may repeat: what was sent under the key, and the answer that it got.

    Written in the transaction of the call itself, so a row exists exactly where the call took effect.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, address and body.")
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="api_idempotencykey_once_per_person"),
        )

    def __str__(self) -> str:
        return self.key
