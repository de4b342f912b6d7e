"""What the endpoints about people say."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Schema


class OrganisationOut(Schema):
    """A legal body."""

    code: str
    name: str
    short_name: str
    credit_code: str


class PersonOut(Schema):
    """Somebody in one of the caller's contracts, or of an organisation that he looks after."""

    uuid: UUID
    name: str
    title: str
    organisation: str = Field(description="Code of the organisation.")
    is_active: bool


class RoleOut(Schema):
    """A role in one contract."""

    id: int
    person: UUID
    name: str
    role: str
    since: datetime
    until: datetime | None


class MeOut(PersonOut):
    """The caller."""

    username: str | None
    email: str
    mobile: str
    language: str
    is_platform_admin: bool
    roles: dict[str, list[str]] = Field(description="Roles that are in force, by code of the engagement.")


class TokenOut(Schema):
    """A token of the caller, without its key."""

    uuid: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class GrantIn(Schema):
    """Who gets which role."""

    person: UUID
    role: str
