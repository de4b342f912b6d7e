from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhishou.people.models.organisations import Engagement
from zhishou.people.models.persons import Person
from zhishou.people.rules import Role

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

    @property
    def role_name(self) -> str:
        """The role in the language of the moment."""
        return str(ROLE_NAMES[Role(self.role)])
