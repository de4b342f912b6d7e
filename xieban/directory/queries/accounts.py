"""Accounts and what protects them; before anybody is signed in, or for oneself."""

import uuid as uuids
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from jishi.database.door import Compiled, columns_of, row_of
from jishi.refusals.door import NotAllowed
from xieban.directory.models import FactorSecret, Person, SignIn
from xieban.directory.queries.roles import roles_of
from xieban.directory.rules import NEEDS_SECOND_FACTOR, Role


def find_account(typed: str) -> Person | None:
    """Return the account of this name or e-mail address, for counting tries; never shown to who typed it."""
    name = typed.strip().lower()
    if not name or "\x00" in name:
        return None
    field = "email" if "@" in name else "username"
    return Person.objects.filter(**{field: name}).first()


def needs_second_factor(person: Person, *, at: datetime) -> bool:
    """Say whether what this person may do asks for more than a password."""
    return person.is_administrator or any(held.role in NEEDS_SECOND_FACTOR for held in roles_of(person, at=at))


def has_second_factor(person: Person, *, without: int | None = None) -> bool:
    """Say whether the person has an authenticator app or a passkey, leaving one out of the count."""
    factors = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(factors.exclude(pk=without).exists())


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorsAtRisk:
    """How many open accounts of administrators do business besides, and how many have a password only."""

    with_business: int
    without_second_factor: int


def administrators_at_risk(*, at: datetime) -> AdministratorsAtRisk:
    """Count them; for whoever looks after this deployment, where nobody is looking."""
    found = Person.objects.filter(is_active=True, is_administrator=True)
    posts = (roles_of(one, at=at) for one in found)
    proven = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user")
    return AdministratorsAtRisk(
        with_business=sum(any(held.role is not Role.ADMINISTRATOR for held in one) for one in posts),
        without_second_factor=found.exclude(pk__in=proven).count(),
    )


HANDS: Final = 3
"""From so many addresses within the hour an account looks as if several people had it."""


def accounts_in_many_hands(*, at: datetime) -> int:
    """Count accounts used from many addresses in the last hour; whether they are shared, a person says."""
    recent = SignIn.objects.filter(ended_at=None, last_used_at__gt=at - timedelta(hours=1))
    used = recent.order_by().values("person").annotate(addresses=Count("address", distinct=True))
    return used.filter(addresses__gte=HANDS).count()


def factor_secret(key: str) -> str:
    """Open the secret of a second factor."""
    return FactorSecret.objects.get(uuid=key).secret.reveal()


def last_failure(*, name: str, address: str) -> datetime | None:
    """Return when signing in failed last, for an account under this name from this address."""
    failures = AccessAttempt.objects.filter(username=name, ip_address=address).order_by("-attempt_time")
    found: datetime | None = failures.values_list("attempt_time", flat=True).first()
    return found


def get_device(person: Person, *, uuid: str) -> SignIn | None:
    """Return one device of this person."""
    rows = _device(person=person.pk, uuid=uuids.UUID(uuid))
    return row_of(SignIn, rows[0]) if rows else None


_device = Compiled(
    lambda person, uuid: SignIn.objects.filter(person=person, uuid=uuid).order_by().values_list(*columns_of(SignIn))
)


def devices_of(person: Person, *, within: timedelta, at: datetime) -> QuerySet[SignIn]:
    """Return the devices on which the person is signed in, the last used first."""
    return SignIn.objects.filter(Q(person=person), Q(ended_at=None), Q(started_at__gt=at - within))


class AccountState(StrEnum):
    """Whether somebody can sign in."""

    OPEN = "open"
    LOCKED = "locked"
    LEFT = "left"


def state_of_account(person: Person) -> AccountState:
    """Say whether the person can sign in; too many wrong passwords only make him wait."""
    if person.is_active:
        return AccountState.OPEN
    return AccountState.LEFT if person.left_at else AccountState.LOCKED


def accounts(viewer: Person, *, words: str = "", state: AccountState | None = None) -> QuerySet[Person]:
    """Return every account, of whoever left too; for administrators of the whole directory."""
    if not viewer.is_administrator:
        raise NotAllowed
    conditions = {
        AccountState.OPEN: Q(is_active=True),
        AccountState.LOCKED: Q(is_active=False, left_at=None),
        AccountState.LEFT: Q(left_at__isnull=False),
    }
    found = Person.objects.filter(conditions[state]) if state else Person.objects.all()
    named = Q(username__icontains=words) | Q(name__icontains=words) | Q(name_pinyin__icontains=words)
    return found.filter(named) if words else found


def sign_ins(viewer: Person, *, person: Person | None = None, at: datetime) -> QuerySet[SignIn]:
    """Return everybody's devices that are signed in, or one person's; for administrators of the whole directory."""
    if not viewer.is_administrator:
        raise NotAllowed
    since = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    found = SignIn.objects.filter(ended_at=None, started_at__gt=since).select_related("person")
    return found.filter(person=person) if person else found


def tries_of(person: Person) -> int:
    """Return how many wrong passwords in a row are counted for an account."""
    attempts = AccessAttempt.objects.filter(username=f"person:{person.uuid}")
    return int(attempts.aggregate(most=Max("failures_since_start"))["most"] or 0)


def password_link(person: Person) -> str:
    """Return the address at which this person sets a new password, once, within a day; made when it is shown."""
    words = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=words)
