import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xieban.directory.models.persons import Person
from xieban.directory.models.units import Unit
from xieban.directory.rules import LAST_IN_RANK, Role

ROLE_NAMES = {
    Role.PRINCIPAL_LEADER: _("Principal leader"),
    Role.DEPUTY_LEADER: _("Leader in charge"),
    Role.OFFICE_HEAD: _("Head of the office"),
    Role.DEPARTMENT_HEAD: _("Head of department"),
    Role.CLERK: _("Clerk"),
    Role.REGISTRAR: _("Registrar"),
    Role.TYPESETTER: _("Typesetter"),
    Role.SEAL_KEEPER: _("Seal keeper"),
    Role.DISPATCHER: _("Dispatcher"),
    Role.ARCHIVIST: _("Archivist"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class Post(models.Model):
    """A post in a unit or department; it stays when people come and go, and it carries the roles."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=60)
    rank = models.PositiveIntegerField(default=LAST_IN_RANK, help_text="Order of precedence within the unit.")
    is_head = models.BooleanField(default=False, help_text="Whoever holds it answers for the unit.")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("unit__place", "rank", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(closed_at__isnull=True), name="directory_post_one_name_in_unit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} · {self.name}"


class PostRole(models.Model):
    """One role that a post carries: whoever holds the post has it, as long as he holds it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["post", "role"], name="directory_postrole_once"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="directory_postrole_known_role"
            ),
        )

    def __str__(self) -> str:
        return str(ROLE_NAMES[Role(self.role)])


class Appointment(models.Model):
    """One person holds one post, from a moment until another (exclusive)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    is_main = models.BooleanField(default=True, help_text="The post under which the person is listed.")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-is_main", "post__unit__place", "post__rank", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "post"],
                condition=Q(until__isnull=True),
                name="directory_appointment_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until__isnull=True, is_main=True),
                name="directory_appointment_one_main",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="directory_appointment_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"


class Charge(models.Model):
    """One leader is in charge of one unit or department (分管), from a moment until another (exclusive)."""

    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="charges")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="charges")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("unit__place", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until__isnull=True), name="directory_charge_one_leader_of_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="directory_charge_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.leader} · {self.unit}"
