import uuid

from django.db import models
from django.db.models import F, Q

from jishi.keys.door import KeyRow
from jishi.vault.door import SealedField
from zhishou.people.models.organisations import Engagement, Organisation
from zhishou.people.models.persons import Person
from zhishou.people.rules import Role


class SignIn(models.Model):
    """One person signed in on one device, from entering until leaving; kept when it has ended."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ins")
    method = models.CharField(max_length=60, help_text="e.g. password, password+totp, passkey, oidc.")
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
                name="people_signin_ends_after_start",
            ),
        )
        indexes = (models.Index(fields=["person", "-last_used_at"], name="people_signin_of_person"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.address}"


class Token(KeyRow):
    """A person's key for programs: its hash only; the key itself was shown once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="people_token_expires_after_start"
            ),
        )


class Invitation(models.Model):
    """A link by which one person makes his account, once, before it expires; its hash only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True, default="")
    title = models.CharField(max_length=60, blank=True, default="")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    is_platform_admin = models.BooleanField(default=False)
    hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret in the link, in hex.")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation"
    )

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="people_invitation_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, person__isnull=True)
                | Q(accepted_at__isnull=False, person__isnull=False),
                name="people_invitation_makes_a_person",
            ),
        )

    def __str__(self) -> str:
        return self.name


class InvitedRole(models.Model):
    """A role that the invited person takes up on accepting."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="roles")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="invited_roles")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["invitation", "engagement", "role"], name="people_invitedrole_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="people_invitedrole_known_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.invitation} · {self.role}"


class FactorSecret(models.Model):
    """The secret of one second factor, sealed; the factor's own row holds this row's key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret = SealedField(place="people.factor_secret")

    def __str__(self) -> str:
        return str(self.uuid)
