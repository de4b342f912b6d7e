import uuid

from django.db import models
from django.db.models import Q

from xieban.directory.rules import LAST_IN_RANK, UnitKind


class Unit(models.Model):
    """A unit of the public body, or a department of a unit, at its place in the one tree."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in UnitKind])
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    rank = models.PositiveIntegerField(default=LAST_IN_RANK, help_text="Order of precedence among its siblings.")
    place = models.CharField(
        max_length=400, blank=True, default="", db_index=True, help_text="Order and branch in one; see rules."
    )
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in UnitKind]), name="directory_unit_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(kind=UnitKind.UNIT.value),
                name="directory_unit_department_of_something",
            ),
            models.CheckConstraint(condition=Q(rank__lte=LAST_IN_RANK), name="directory_unit_rank_of_four_digits"),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(closed_at__isnull=True),
                name="directory_unit_one_name_among_siblings",
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name
