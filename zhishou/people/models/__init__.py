import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhishou.people.rules import Role


class Organisation(models.Model):
    """A legal body: a client, a vendor, a bidder."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True, default="")
    credit_code = models.CharField(
        max_length=18, blank=True, default="", help_text="统一社会信用代码, empty while unknown."
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="people_organisation_one_credit_code",
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by the name they sign in with."""


class Person(AbstractBaseUser):
    """Somebody who acts or is named; with `username` set, somebody who can have an account and sign in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=200, blank=True, default="")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="persons")
    title = models.CharField(max_length=60, blank=True, default="", help_text="Post or duty, in words.")
    email = models.EmailField(blank=True, default="")
    mobile = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=10, choices=[("zh-hans", "中文"), ("en", "English")], default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_platform_admin = models.BooleanField(
        default=False, help_text="Looks after this deployment: loads contracts, creates organisations."
    )
    created_at = models.DateTimeField()
    password_changed_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name_pinyin", "id")
        constraints = (
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="people_person_one_email"),
        )

    def __str__(self) -> str:
        return self.name


class Engagement(models.Model):
    """The boundary of one contract: which vendor serves which client, and in which roles persons act."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="engagements_as_client")
    vendor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="engagements_as_vendor")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=~Q(client=F("vendor")), name="people_engagement_two_parties"),
        )

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """One person acts in one role in one engagement, from a moment until another (exclusive)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_grants")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["person", "engagement", "role"],
                condition=Q(until__isnull=True),
                name="people_rolegrant_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_rolegrant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="people_rolegrant_known_role"
            ),
        )
        indexes = (models.Index(fields=["engagement", "role"], name="people_rolegrant_by_role"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.role}"


ROLE_NAMES = {
    Role.REQUESTER: _("User"),
    Role.LEADER: _("Leader"),
    Role.CLIENT_ADMIN: _("Client administrator"),
    Role.FRONT_DESK: _("Front desk"),
    Role.FIRST_LINE: _("First line"),
    Role.SECOND_LINE: _("Second line"),
    Role.EXPERT: _("Expert"),
    Role.MANAGER: _("Service manager"),
    Role.AUDITOR: _("Auditor"),
}
