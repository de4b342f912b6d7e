"""Keys for programs: made once, shown once, kept as a hash, with scopes and an end."""

import hashlib
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models import Q

from jishi.refusals.door import Invalid

LONGEST_LIFE: Final = timedelta(days=366)
# How stale "last used" may be: a write for every request would cost more than it tells.
LAST_USED_EVERY: Final = timedelta(minutes=1)
PREFIX_LENGTH: Final = 10
_NO_HASH: Final = "0" * 64


class UnknownScope(Invalid):
    """A token carries at least one scope, and only scopes that exist."""


class WrongExpiry(Invalid):
    """A token must expire: later than now, within a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key at the only moment at which it is known, and what is kept of it."""

    raw: str
    prefix: str
    hash: str


class KeyRow(models.Model):
    """What is kept of a key: its hash and its prefix, never the key; each product adds whose it is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12, unique=True, help_text="The part of the key that is no secret.")
    hash = models.CharField(max_length=64, help_text="SHA-256 of the whole key, in hex.")
    scopes = models.JSONField(help_text="read, write, or read:AREA, write:AREA.")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_from = models.CharField(max_length=45, blank=True, default="")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


Row = TypeVar("Row", bound=KeyRow)


def digest_of(raw: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(raw.encode()).hexdigest()


def make_key(*, mark: str) -> NewKey:
    """Make a key; it begins with `mark`, so that scanners for leaked keys find it."""
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    raw = f"{mark}_{prefix}_{secrets.token_urlsafe(32)}"
    return NewKey(raw=raw, prefix=prefix, hash=digest_of(raw))


def prefix_of(raw: str, *, mark: str) -> str | None:
    """Return the part of a key that is no secret, or None where the text cannot be a key."""
    begin, _, rest = raw.partition("_")
    prefix, _, secret = rest.partition("_")
    return prefix if begin == mark and len(prefix) == PREFIX_LENGTH and secret else None


def opens(row: KeyRow | None, raw: str, *, at: datetime) -> bool:
    """Say whether the text is this row's key and counts now; as slow where there is no row to compare with."""
    matches = secrets.compare_digest(row.hash if row else _NO_HASH, digest_of(raw))
    return row is not None and matches and row.revoked_at is None and row.expires_at > at


def check_wanted(*, scopes: Collection[str], known: Collection[str], expires_at: datetime, at: datetime) -> None:
    """Refuse a key without scopes, with unknown ones, or without an end within a year."""
    if not scopes or not set(scopes) <= set(known):
        raise UnknownScope
    if not at < expires_at <= at + LONGEST_LIFE:
        raise WrongExpiry


def note_use(rows: "models.QuerySet[Any]", row: KeyRow, *, address: str, at: datetime) -> None:
    """Note that a key was used, once a minute at most."""
    if row.last_used_at is not None and row.last_used_at > at - LAST_USED_EVERY:
        return
    lately = Q(last_used_at=None) | Q(last_used_at__lte=at - LAST_USED_EVERY)
    rows.filter(lately, pk=row.pk).update(last_used_at=at, last_used_from=address)
