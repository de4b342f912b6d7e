"""Closing an account for a time, e.g. while somebody looks into what was done with it, and opening it again.

Whoever is locked out has not left: posts, charges and open work stay, and nobody acts for the person by that.
"""

from datetime import datetime

from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Refusal
from xieban.directory.actions.clients import end_tokens_of
from xieban.directory.actions.handover import HasLeftAlready
from xieban.directory.actions.permissions import require_administrator_of, uuid_of
from xieban.directory.actions.sign_ins import end_everywhere, lift_lock
from xieban.directory.events import PersonChanged
from xieban.directory.models import Person


class CannotLockOneself(Refusal):
    """You cannot lock your own account; ask another administrator."""


def lock_account(*, person: Person, by: Person | None, at: datetime) -> None:
    """Let a person sign in no more until the account is unlocked; every device is signed out at once."""
    require_administrator_of(by, person, at=at)
    if by == person:
        raise CannotLockOneself
    with transaction.atomic():
        if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
            raise HasLeftAlready
        end_everywhere(person, reason="locked", by=by, at=at)
        end_tokens_of(person)
        _tell(person, "locked", by=by, at=at)
    person.refresh_from_db()


def unlock_account(*, person: Person, by: Person | None, at: datetime) -> None:
    """Open an account that was locked, whether by an administrator or by too many wrong passwords."""
    require_administrator_of(by, person, at=at)
    if person.left_at is not None:
        raise HasLeftAlready
    with transaction.atomic():
        lift_lock(person=person, by=by, at=at)
        if Person.objects.filter(pk=person.pk, is_active=False, left_at=None).update(is_active=True):
            _tell(person, "unlocked", by=by, at=at)
    person.refresh_from_db()


def _tell(person: Person, what: str, *, by: Person | None, at: datetime) -> None:
    by_uuid = uuid_of(by)
    publish(
        PersonChanged(happened_at=at, key=str(person.uuid), by_uuid=by_uuid, what=what, fields=["is_active"]), at=at
    )
