"""Signing in, staying signed in, and being signed out."""

from datetime import datetime

from axes.utils import reset
from django.db import transaction

from jishi.outbox.door import publish
from jishi.refusals.door import NotThere
from xieban.directory.actions.permissions import require_administrator_of, uuid_of
from xieban.directory.events import (
    LockLifted,
    PasswordChanged,
    PasswordForgotten,
    PasswordLinkMade,
    SecondFactorChanged,
    SessionsEnded,
    SignedIn,
    SignInFailed,
)
from xieban.directory.models import FactorSecret, Person, SignIn
from xieban.directory.rules import LAST_USED_EVERY


def begin_sign_in(*, person: Person, method: str, address: str, agent: str, at: datetime) -> SignIn:
    """Note that a person who proved who he is has entered."""
    key = str(person.uuid)
    with transaction.atomic():
        sign_in = SignIn.objects.create(
            person=person, method=method, address=address, agent=agent[:300], started_at=at, last_used_at=at
        )
        publish(SignedIn(happened_at=at, key=key, by_uuid=key, method=method, address=address), at=at)
    return sign_in


def touch_sign_in(*, sign_in: SignIn, address: str, at: datetime) -> None:
    """Note that a device is still in use, once a minute at most."""
    if sign_in.last_used_at + LAST_USED_EVERY <= at:
        SignIn.objects.filter(pk=sign_in.pk, last_used_at=sign_in.last_used_at).update(
            last_used_at=at, address=address
        )


def end_sign_in(*, uuid: str, by: Person, at: datetime) -> None:
    """Sign one of one's own devices out."""
    if not end_everywhere(by, only=uuid, reason="one", by=by, at=at):
        raise NotThere


def end_other_sign_ins(*, keep: str, by: Person, at: datetime) -> int:
    """Sign every other device of one's own out; return how many there were."""
    return end_everywhere(by, keep=keep, reason="others", by=by, at=at)


def end_everywhere(
    person: Person, *, reason: str, by: Person | None, at: datetime, only: str = "", keep: str = ""
) -> int:
    """Sign devices out, all but the one to keep; permission is the caller's."""
    running = SignIn.objects.filter(person=person, ended_at=None)
    if only:
        running = running.filter(uuid=only)
    if keep:
        running = running.exclude(uuid=keep)
    with transaction.atomic():
        count = running.update(ended_at=at)
        if count:
            publish(
                SessionsEnded(
                    happened_at=at, key=str(person.uuid), by_uuid=uuid_of(by), count=count, reason=reason
                ),
                at=at,
            )
    return count


def note_failed_sign_in(*, person: Person | None, address: str, locked: bool, at: datetime) -> None:
    """Note that somebody failed to prove who he is; an unknown name is not kept, it may be a password."""
    key = str(person.uuid) if person else ""
    publish(SignInFailed(happened_at=at, key=key, address=address, locked=locked), at=at)


def lock_name(person: Person) -> str:
    """Return the one name under which wrong passwords are counted, however the account was typed."""
    return f"person:{person.uuid}"


def set_password(*, person: Person, password: str, keep: str = "", by: Person | None, at: datetime) -> None:
    """Set the password that the person chose himself; all devices but the one in hand are signed out."""
    person.set_password(password)
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(password=person.password, password_changed_at=at)
        publish(PasswordChanged(happened_at=at, key=str(person.uuid), by_uuid=uuid_of(by)), at=at)
        end_everywhere(person, keep=keep, reason="password", by=by, at=at)
        reset(username=lock_name(person))


def ask_for_password_link(*, person: Person, at: datetime) -> None:
    """Let a link for a new password go to the account's own address, in the background."""
    publish(PasswordForgotten(happened_at=at, key=str(person.uuid)), at=at)


def note_second_factor(*, person: Person, kind: str, is_added: bool, at: datetime) -> None:
    """Note that a person set up, or took away, a second factor of his own."""
    key = str(person.uuid)
    publish(SecondFactorChanged(happened_at=at, key=key, by_uuid=key, kind=kind, is_added=is_added), at=at)


def keep_factor_secret(text: str) -> str:
    """Seal the secret of a second factor in a row of its own; return the row's key."""
    return str(FactorSecret.objects.create(secret=text).uuid)


def end_sign_ins_of(*, person: Person, only: str = "", by: Person | None, at: datetime) -> int:
    """Sign all devices, or one, of somebody out whom `by` looks after."""
    require_administrator_of(by, person, at=at)
    return end_everywhere(person, reason="administrator", only=only, by=by, at=at)


def lift_lock(*, person: Person, by: Person | None, at: datetime) -> None:
    """Let a person try again at once after too many wrong passwords."""
    require_administrator_of(by, person, at=at)
    with transaction.atomic():
        if reset(username=lock_name(person)):
            publish(LockLifted(happened_at=at, key=str(person.uuid), by_uuid=uuid_of(by)), at=at)


def allow_password_link(*, person: Person, by: Person | None, at: datetime) -> None:
    """Note that an administrator makes a link by which this person sets a password."""
    require_administrator_of(by, person, at=at)
    publish(PasswordLinkMade(happened_at=at, key=str(person.uuid), by_uuid=uuid_of(by)), at=at)
