"""What the way in asks of a product, which alone knows its accounts."""

from abc import ABC, abstractmethod
from datetime import datetime
from functools import cache
from typing import Any, Generic, Protocol, TypeVar, cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.module_loading import import_string

Account = TypeVar("Account", bound=AbstractBaseUser)


class Device(Protocol):
    """One signed-in device as its product keeps it."""

    uuid: Any
    ended_at: datetime | None


class Gate(ABC, Generic[Account]):
    """A product's answers about its accounts; every act is evidence of the product's own."""

    @abstractmethod
    def find_account(self, typed: str) -> Account | None:
        """Return the account of this name or e-mail address, for counting tries; never shown to who typed it."""

    @abstractmethod
    def lock_name(self, account: Account) -> str:
        """Return the one name under which wrong passwords are counted, however the account was typed."""

    @abstractmethod
    def last_failure(self, *, name: str, address: str) -> datetime | None:
        """Return when signing in failed last, under this name from this address."""

    @abstractmethod
    def note_failed_sign_in(self, *, account: Account | None, address: str, locked: bool, at: datetime) -> None:
        """Note that somebody failed to prove who he is."""

    @abstractmethod
    def begin_sign_in(self, *, account: Account, method: str, address: str, agent: str, at: datetime) -> Device:
        """Note that somebody who proved who he is has entered."""

    @abstractmethod
    def device(self, account: Account, *, uuid: str) -> Device | None:
        """Return one device of this account."""

    @abstractmethod
    def touch_device(self, *, device: Any, address: str, at: datetime) -> None:
        """Note that a device is still in use."""

    @abstractmethod
    def set_password(self, *, account: Account, password: str, keep: str, by: Account | None, at: datetime) -> None:
        """Set the password that its owner chose; all devices but `keep` are signed out."""

    @abstractmethod
    def ask_for_password_link(self, *, account: Account, at: datetime) -> None:
        """Let a link for a new password go to the account's own address, in the background."""

    @abstractmethod
    def needs_second_factor(self, account: Account, *, at: datetime) -> bool:
        """Say whether what this account may do asks for more than a password."""

    @abstractmethod
    def has_second_factor(self, account: Account, *, without: int | None = None) -> bool:
        """Say whether there is an authenticator app or a passkey, leaving one out of the count."""

    @abstractmethod
    def keep_factor_secret(self, text: str) -> str:
        """Seal the secret of a second factor; return the key by which it is found."""

    @abstractmethod
    def factor_secret(self, key: str) -> str:
        """Open the secret of a second factor."""

    @abstractmethod
    def note_second_factor(self, *, account: Account, kind: str, is_added: bool, at: datetime) -> None:
        """Note that somebody set up, or took away, a second factor of his own."""


@cache
def _made(name: str) -> Gate[Any]:
    return cast("Gate[Any]", import_string(name)())


def gate() -> Gate[Any]:
    """Return the gate of the product that runs."""
    return _made(settings.ENTRANCE_GATE)
