"""What a product tells its deployment."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """How an empty deployment is filled for looking around, and who can sign in to it then."""

    seed: Callable[..., bool]  # keyword `at`; whether it was made now
    is_seeded: Callable[[], bool]
    accounts: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A port that a start listens on, and the setting that names another."""

    host: str
    number: int
    setting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which product this is: its command, its names, what its settings begin with."""

    command: str
    chinese: str
    english: str
    prefix: str


def identity() -> Identity:
    """Return who the product is, from its settings."""
    chinese, english = settings.PRODUCT_NAMES
    return Identity(
        command=settings.PRODUCT, chinese=chinese, english=english, prefix=str(settings.ENVIRONMENT_PREFIX)
    )


def data_dir() -> Path:
    return Path(settings.DATA_DIR)
