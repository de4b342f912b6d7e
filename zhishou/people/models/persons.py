import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from zhishou.people.models.organisations import Organisation


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
