import uuid

from django.db import models
from django.db.models import F, Q

from jishi.keys.door import KeyRow
from xieban.directory.models import Person

LONGEST_REASON = 400
FACT = "FACT"
"""Stands as the method of an entry that no call made, but a fact that another area told."""


class Token(KeyRow):
    """An administrator's key for a program that looks after this deployment: its hash only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="administration_tokens")

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="administration_token_expires_after_start"
            ),
        )


class Entry(models.Model):
    """One call of the administration API, change on its pages, or fact about people; never to be altered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="Null: no token that counts."
    )
    token = models.ForeignKey(Token, on_delete=models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=45)
    request = models.CharField(max_length=64, help_text="Number of the request, as in the log.")
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField(help_text="What was answered.")
    problem = models.CharField(max_length=80, blank=True, default="", help_text="Code of the refusal.")
    what = models.CharField(max_length=60, blank=True, default="", help_text="e.g. instances.suspend.")
    about = models.CharField(max_length=200, blank=True, default="", help_text="e.g. instance:UUID.")
    is_dry_run = models.BooleanField(default=False)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(before__isnull=True) | ~Q(reason=""), name="administration_entry_change_has_a_reason"
            ),
        )
        indexes = (
            models.Index(fields=["about", "-id"], name="administration_entry_about"),
            models.Index(
                fields=["address", "-at"], condition=Q(person__isnull=True), name="administration_entry_nobody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"
