import uuid

from django.db import models
from django.db.models import F, Q

from jishi.keys.door import KeyRow
from jishi.vault.door import SealedField
from zhishou.people.models import Person
from zhishou.systems.models.systems import ManagedSystem
from zhishou.systems.rules.words import ComponentKind, ConnectorKind


class Component(models.Model):
    """One part of a system; the row stays when a later profile leaves it out, and is not active then."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="components")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ComponentKind])
    words = models.CharField(max_length=500, blank=True, default="")
    needs = models.JSONField(default=list, help_text="Codes of the components without which it cannot work.")
    rank = models.PositiveSmallIntegerField(default=0, help_text="Its place in the profile.")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("system", "rank", "id")
        constraints = (
            models.UniqueConstraint(fields=["system", "code"], name="systems_component_code"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ComponentKind]), name="systems_component_known_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Module(models.Model):
    """One business of a system as its users know it; the row stays as a component's does."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="modules")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True, default="")
    needs = models.JSONField(default=list, help_text="Codes of the modules without which it cannot work.")
    components = models.JSONField(default=list, help_text="Codes of the components that it runs on.")
    rank = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("system", "rank", "id")
        constraints = (models.UniqueConstraint(fields=["system", "code"], name="systems_module_code"),)

    def __str__(self) -> str:
        return self.name


class Connector(models.Model):
    """How a part of a system is reached; its secrets are sealed and never shown again."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="connectors")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ConnectorKind])
    words = models.CharField(max_length=500, blank=True, default="")
    address = models.CharField(max_length=500, help_text="As the profile says.")
    set_address = models.CharField(
        max_length=500, blank=True, default="", help_text="As this deployment says instead; outlives versions."
    )
    options = models.JSONField(default=dict)
    secret_names = models.JSONField(default=list, help_text="Which secrets the profile asks for.")
    secrets_set = models.JSONField(default=list, help_text="Which of them are there.")
    secrets = SealedField(place="systems.connector.secrets", help_text="JSON of names and secrets.")
    changed_at = models.DateTimeField(null=True, help_text="When address or secrets were set last.")
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    rank = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("system", "rank", "id")
        constraints = (
            models.UniqueConstraint(fields=["system", "code"], name="systems_connector_code"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ConnectorKind]), name="systems_connector_known_kind"
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def target(self) -> str:
        """Return where it is reached in this deployment."""
        return self.set_address or self.address


class Probe(models.Model):
    """One repeated look at a component; the row stays as a component's does."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="probes")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="probes")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, null=True, related_name="probes")
    connector = models.ForeignKey(Connector, on_delete=models.PROTECT, related_name="probes")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    check_id = models.CharField(max_length=5, help_text="The id of the check, such as P-01.")
    spec = models.JSONField(help_text="As the newest profile version says; read through rules.profile.ProbeSpec.")
    every_s = models.PositiveIntegerField()
    rank = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("system", "rank", "id")
        constraints = (
            models.UniqueConstraint(fields=["system", "code"], name="systems_probe_code"),
            models.CheckConstraint(condition=Q(every_s__gte=5), name="systems_probe_not_too_often"),
        )
        indexes = (models.Index(fields=["active", "id"], name="systems_probe_active"),)

    def __str__(self) -> str:
        return self.name


class Agent(KeyRow):
    """The agent of one host, known by its key; it calls us, never we it. Connectors address it by its name."""

    system = models.ForeignKey(ManagedSystem, on_delete=models.PROTECT, related_name="agents")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("system", "name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["system", "name"], condition=Q(revoked_at__isnull=True), name="systems_agent_one_alive"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="systems_agent_expires_after_start"
            ),
        )


class AgentReading(models.Model):
    """What an agent told at one moment: the newest, and one an hour for the trend; older ones are dropped."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="readings")
    told_at = models.DateTimeField(help_text="When it reached us, by our clock.")
    document = models.JSONField()
    kept_for_hour = models.BooleanField(default=False, help_text="The first of its hour.")

    class Meta:
        ordering = ("agent", "told_at", "id")
        indexes = (models.Index(fields=["agent", "-told_at"], name="systems_reading_newest"),)

    def __str__(self) -> str:
        return f"{self.agent} {self.told_at:%Y-%m-%d %H:%M}"
