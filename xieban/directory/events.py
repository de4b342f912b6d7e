"""What the areas above may hear about people; each carries who did it, when, about whom."""

from dataclasses import dataclass
from datetime import datetime

from jishi.outbox.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFact(Event):
    """A fact about people: when it happened, by whom, about which person, unit or post (its uuid)."""

    happened_at: datetime
    key: str
    by_uuid: str | None = None  # None: the operator at the console, or somebody not signed in


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChanged(DirectoryFact):
    """A unit or department was made, renamed, moved or closed."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChanged(DirectoryFact):
    """A post was made, changed or closed, with the roles that it carries now."""

    what: str
    roles: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(DirectoryFact):
    """A person was registered, or what is known of the person changed; names of the fields, never values."""

    what: str
    fields: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentChanged(DirectoryFact):
    """A person took up a post, or laid it down."""

    post_uuid: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationChanged(DirectoryFact):
    """A delegation (`key`) was made or ended."""

    principal_uuid: str
    deputy_uuid: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft(DirectoryFact):
    """A person left for good: access ended, and the successor takes over what is open."""

    successor_uuid: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(DirectoryFact):
    method: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailed(DirectoryFact):
    """Somebody failed to sign in; `key` is empty where the name is no account (it may be a mistyped password)."""

    address: str
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(DirectoryFact):
    count: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockLifted(DirectoryFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(DirectoryFact):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordForgotten(DirectoryFact):
    """Somebody who is not signed in asked for a link to a new password for this account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLinkMade(DirectoryFact):
    """An administrator made a link by which this person sets a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorChanged(DirectoryFact):
    kind: str
    is_added: bool


ALL: tuple[type[DirectoryFact], ...] = (
    UnitChanged,
    PostChanged,
    PersonChanged,
    AppointmentChanged,
    DelegationChanged,
    PersonLeft,
    SignedIn,
    SignInFailed,
    SessionsEnded,
    LockLifted,
    PasswordChanged,
    PasswordForgotten,
    PasswordLinkMade,
    SecondFactorChanged,
)
