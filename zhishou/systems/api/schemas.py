"""What the endpoints about systems take and give."""

from uuid import UUID

from ninja import Field, Schema

from jishi.api.door import Moment
from zhishou.systems.models import Agent, Component, Connector, ManagedSystem, Module, ProfileVersion
from zhishou.systems.queries import components_of, connectors_of, modules_of
from zhishou.systems.rules.words import ComponentKind, ConnectorKind


class SystemOut(Schema):
    """One system that is looked after."""

    uuid: UUID
    code: str
    name: str
    product: str
    version: int = Field(alias="number", description="The profile version in force.")
    created_at: Moment


class ComponentOut(Schema):
    """One part of a system, and what it cannot work without."""

    code: str
    name: str
    kind: ComponentKind
    words: str
    needs: list[str]


class ModuleOut(Schema):
    """One business of a system as its users know it."""

    code: str
    name: str
    words: str
    needs: list[str]
    components: list[str]


class ConnectorOut(Schema):
    """How a part is reached: which secrets it asks for and which of them are set, never what they are."""

    code: str
    kind: ConnectorKind
    words: str
    secrets_asked: list[str] = Field(alias="secret_names")
    secrets_set: list[str]


class SystemWhole(SystemOut):
    """A system with its parts, as the profile version in force says."""

    components: list[ComponentOut]
    modules: list[ModuleOut]
    connectors: list[ConnectorOut]

    @staticmethod
    def resolve_components(row: ManagedSystem) -> list[Component]:
        """Return the parts."""
        return list(components_of(row))

    @staticmethod
    def resolve_modules(row: ManagedSystem) -> list[Module]:
        """Return the businesses."""
        return list(modules_of(row))

    @staticmethod
    def resolve_connectors(row: ManagedSystem) -> list[Connector]:
        """Return how the parts are reached."""
        return list(connectors_of(row))


class ProfileIn(Schema):
    """A profile, as in a file."""

    toml: str = Field(min_length=1, max_length=1_000_000, description="The text of the profile.")


class ProfileVersionOut(Schema):
    """One version of a profile; `loaded_by` is null where it was loaded at the console."""

    uuid: UUID
    number: int
    digest: str = Field(description="SHA-256 over the canonical document.")
    loaded_at: Moment
    loaded_by: UUID | None

    @staticmethod
    def resolve_loaded_by(row: ProfileVersion) -> UUID | None:
        """Name who loaded it."""
        return row.loaded_by.uuid if row.loaded_by else None


class ProfileVersionWhole(ProfileVersionOut):
    """A version with what it says."""

    toml: str = Field(alias="text", description="The text as it was loaded, comments and all.")
    document: dict[str, object]


class AgentOut(Schema):
    """The agent of one host; `made_by` is null where it was made at the console."""

    uuid: UUID
    name: str
    created_at: Moment
    expires_at: Moment
    last_used_at: Moment | None
    made_by: UUID | None

    @staticmethod
    def resolve_made_by(row: Agent) -> UUID | None:
        """Name who made it."""
        return row.made_by.uuid if row.made_by else None


class AgentIn(Schema):
    """An agent to be made."""

    name: str = Field(
        min_length=1, max_length=40, pattern="^[a-zA-Z0-9-]*[a-zA-Z0-9][a-zA-Z0-9-]*$", description="Such as app."
    )


class AgentMade(Schema):
    """An agent and its key."""

    agent: AgentOut
    key: str = Field(alias="raw", description="Shown now and never again.")
