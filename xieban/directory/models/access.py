import uuid

from django.db import models
from django.db.models import F, Q

from jishi.vault.door import SealedField
from xieban.directory.models.persons import Person


class SignIn(models.Model):
    """One person signed in on one device, from entering until leaving; kept when it has ended."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ins")
    method = models.CharField(max_length=60, help_text="e.g. password, password+totp, passkey.")
    address = models.CharField(max_length=45)
    agent = models.CharField(max_length=300, blank=True, default="", help_text="What the browser says it is.")
    started_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-last_used_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="directory_signin_ends_after_start",
            ),
        )
        indexes = (models.Index(fields=["person", "-last_used_at"], name="directory_signin_of_person"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.address}"


class FactorSecret(models.Model):
    """The secret of one second factor, sealed; the factor's own row holds this row's key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret = SealedField(place="directory.factor_secret")

    def __str__(self) -> str:
        return str(self.uuid)
