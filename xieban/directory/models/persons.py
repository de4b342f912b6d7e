import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from xieban.directory.rules import LAST_IN_RANK


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by the name they sign in with."""


class Person(AbstractBaseUser):
    """Somebody who works here, or did; with an open account, somebody who can sign in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=200, blank=True, default="")
    staff_number = models.CharField(
        max_length=30, blank=True, default="", help_text="工号, empty where there is none."
    )
    rank = models.PositiveIntegerField(default=LAST_IN_RANK, help_text="Order of precedence among equals.")
    email = models.EmailField(blank=True, default="")
    mobile = models.CharField(max_length=20, blank=True, default="")
    telephone = models.CharField(max_length=30, blank=True, default="", help_text="On the desk.")
    room = models.CharField(max_length=30, blank=True, default="")
    language = models.CharField(max_length=10, choices=[("zh-hans", "中文"), ("en", "English")], default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(
        default=False, help_text="Looks after this deployment: the whole directory, flows, settings."
    )
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(
        null=True, blank=True, help_text="When access ended; nothing of theirs is erased."
    )
    password_changed_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("rank", "name_pinyin", "id")
        constraints = (
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="directory_person_one_email"),
            models.UniqueConstraint(
                fields=["staff_number"], condition=~Q(staff_number=""), name="directory_person_one_staff_number"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(is_active=False), name="directory_person_left_is_closed"
            ),
        )

    def __str__(self) -> str:
        return self.name
