"""What the areas above may hear about people; each carries the envelope by which evidence is filed."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFact(Event):
    """A fact about people: when it happened, by whom, in which engagement, about which object."""

    about: ClassVar[str] = "person"  # the kind of object that `key` names
    process: ClassVar[str] = "console"  # who acted, where no person did

    happened_at: datetime
    key: str
    by_uuid: str | None = None  # None: the operator at the console, or somebody not signed in
    engagement_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCreated(PeopleFact):
    about: ClassVar[str] = "organisation"

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged(PeopleFact):
    about: ClassVar[str] = "organisation"

    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementCreated(PeopleFact):
    about: ClassVar[str] = "engagement"

    name: str
    client_code: str
    vendor_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementRenamed(PeopleFact):
    about: ClassVar[str] = "engagement"

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCreated(PeopleFact):
    name: str
    organisation_code: str
    is_platform_admin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(PeopleFact):
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDeactivated(PeopleFact):
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReactivated(PeopleFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(PeopleFact):
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRevoked(PeopleFact):
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(PeopleFact):
    about: ClassVar[str] = "invitation"

    name: str
    organisation_code: str
    roles: dict[str, list[str]]  # engagement code → roles
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(PeopleFact):
    about: ClassVar[str] = "invitation"

    person_uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(PeopleFact):
    about: ClassVar[str] = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(PeopleFact):
    method: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailed(PeopleFact):
    """Somebody failed to sign in; `key` is empty where the name is no account (it may be a mistyped password)."""

    process: ClassVar[str] = "sign-in"

    address: str
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(PeopleFact):
    count: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockLifted(PeopleFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(PeopleFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordForgotten(PeopleFact):
    """Somebody who is not signed in asked for a link to a new password for this account."""

    process: ClassVar[str] = "sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLinkMade(PeopleFact):
    """An administrator made a link by which this person sets a new password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorAdded(PeopleFact):
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorRemoved(PeopleFact):
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMade(PeopleFact):
    about: ClassVar[str] = "token"

    person_uuid: str
    name: str
    scopes: list[str]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(PeopleFact):
    about: ClassVar[str] = "token"

    person_uuid: str


FACTS: tuple[type[PeopleFact], ...] = (
    OrganisationCreated,
    OrganisationChanged,
    EngagementCreated,
    EngagementRenamed,
    PersonCreated,
    PersonChanged,
    PersonDeactivated,
    PersonReactivated,
    RoleGranted,
    RoleRevoked,
    PersonInvited,
    InvitationAccepted,
    InvitationWithdrawn,
    SignedIn,
    SignInFailed,
    SessionsEnded,
    LockLifted,
    PasswordChanged,
    PasswordForgotten,
    PasswordLinkMade,
    SecondFactorAdded,
    SecondFactorRemoved,
    TokenMade,
    TokenRevoked,
)
"""Every one of them is evidence."""
