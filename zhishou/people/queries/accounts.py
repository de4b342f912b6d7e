"""Accounts and what protects them; before anybody is signed in, or for oneself."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt

from jishi.database.door import Compiled
from zhishou.people.models import FactorSecret, Person


def find_account(typed: str) -> Person | None:
    """Return the account of this name or e-mail address, for counting tries; never shown to who typed it."""
    name = typed.strip().lower()
    if not name or "\x00" in name:
        return None
    field = "email" if "@" in name else "username"
    return Person.objects.filter(**{field: name}).first()


def has_second_factor(person: Person, *, without: int | None = None) -> bool:
    """Say whether the person has an authenticator app or a passkey, leaving one out of the count."""
    found = _FACTORS(person=person.pk)
    return any(key != without for (key,) in found)


_FACTORS = Compiled(
    lambda person: (
        Authenticator.objects.filter(user_id=person)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("pk")
        .order_by()
    )
)


def factor_secret(key: str) -> str:
    """Open the secret of a second factor."""
    return FactorSecret.objects.get(uuid=key).secret.reveal()


def last_failure(*, name: str, address: str) -> datetime | None:
    """Return when signing in failed last, for an account under this name from this address."""
    failures = AccessAttempt.objects.filter(username=name, ip_address=address).order_by("-attempt_time")
    found: datetime | None = failures.values_list("attempt_time", flat=True).first()
    return found
