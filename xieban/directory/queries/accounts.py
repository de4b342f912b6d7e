"""Accounts and what protects them; before anybody is signed in, or for oneself."""

from datetime import datetime, timedelta

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Q, QuerySet
from django.urls import reverse

from xieban.directory.models import FactorSecret, Person, SignIn
from xieban.directory.queries.roles import roles_of
from xieban.directory.rules import NEEDS_SECOND_FACTOR


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
    return SignIn.objects.filter(person=person, uuid=uuid).first()


def devices_of(person: Person, *, within: timedelta, at: datetime) -> QuerySet[SignIn]:
    """Return the devices on which the person is signed in, the last used first."""
    return SignIn.objects.filter(Q(person=person), Q(ended_at=None), Q(started_at__gt=at - within))


def password_link(person: Person) -> str:
    """Return the address at which this person sets a new password, once, within a day; made when it is shown."""
    words = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=words)
