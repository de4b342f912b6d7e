import uuid
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from xieban.directory.models import Person
from xieban.flows.rules.words import VersionState


def one_of(field: str, words: type[StrEnum]) -> Q:
    """Return the condition that a column holds one of the words."""
    return Q(**{f"{field}__in": [word.value for word in words]})


class Flow(models.Model):
    """One way of handling things, e.g. dispatch 发文, over all its versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=60, unique=True, help_text="The id of the process in every version's file.")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=~Q(key=""), name="flows_flow_has_a_key"),)

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """One file of a flow, sound when it was kept and never changed after; one at most is published."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    flow = models.ForeignKey(Flow, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="Counted within the flow.")
    text = models.TextField(help_text="The BPMN 2.0 file as it was given.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file and of what it calls.")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in VersionState])
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("flow", "-number")
        constraints = (
            models.UniqueConstraint(fields=["flow", "number"], name="flows_version_number"),
            models.UniqueConstraint(
                fields=["flow"], condition=Q(state=VersionState.PUBLISHED.value), name="flows_version_one_published"
            ),
            models.CheckConstraint(condition=one_of("state", VersionState), name="flows_version_known_state"),
            models.CheckConstraint(condition=Q(number__gte=1), name="flows_version_counts_from_one"),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT.value, published_at__isnull=True)
                | Q(state=VersionState.PUBLISHED.value, published_at__isnull=False, retired_at__isnull=True)
                | Q(state=VersionState.RETIRED.value, retired_at__isnull=False),
                name="flows_version_state_has_its_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.flow_id} v{self.number}"


class VersionCall(models.Model):
    """The version of another flow that a version calls, fixed when it was kept."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="calls")
    called = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="called_by")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "called"], name="flows_versioncall_once"),
            models.CheckConstraint(condition=~Q(version=F("called")), name="flows_versioncall_another"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} → {self.called_id}"
