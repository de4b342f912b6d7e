"""Persons and their accounts."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotAllowed, Refusal
from zhishou.people.actions.permissions import (
    require_administrator,
    require_administrator_of,
    require_platform_admin,
)
from zhishou.people.actions.sign_ins import end_everywhere
from zhishou.people.actions.tokens import revoke_all
from zhishou.people.events import PersonChanged, PersonCreated, PersonDeactivated, PersonReactivated
from zhishou.people.models import Organisation, Person
from zhishou.people.rules import is_username, sounds_of


class NameTaken(Refusal):
    """This account name or e-mail address is already in use."""


class NotAnAccountName(Invalid):
    """An account name has 2 to 59 small letters, digits, dots or dashes, and starts with a letter or digit."""


class PasswordsAreForTheDemo(NotAllowed):
    """Outside the demo nobody sets another person's password: send an invitation."""


class CannotCloseOwnAccount(Refusal):
    """You cannot close your own account; ask another administrator."""


def create_person(
    *,
    name: str,
    organisation: Organisation,
    username: str | None = None,
    title: str = "",
    email: str = "",
    mobile: str = "",
    language: str = "zh-hans",
    is_platform_admin: bool = False,
    by: Person | None,
    at: datetime,
) -> Person:
    """Register somebody, who cannot sign in until he has a password."""
    require_administrator(by, organisation, at=at)
    if is_platform_admin:
        require_platform_admin(by)
    if username is not None and not is_username(username):
        raise NotAnAccountName
    person = Person(
        username=username,
        name=name,
        name_pinyin=sounds_of(name),
        organisation=organisation,
        title=title,
        email=email.lower(),
        mobile=mobile,
        language=language,
        is_platform_admin=is_platform_admin,
        created_at=at,
    )
    person.set_unusable_password()
    return register(person, by=by, at=at)


def let_all_sign_in(*, persons: Sequence[Person], password: str, at: datetime) -> None:
    """Give everybody of the demo the one password that is printed; it is slow to hash, so it is hashed once."""
    if not settings.DEMO:
        raise PasswordsAreForTheDemo
    hashed = make_password(password)
    keys = [person.pk for person in persons]
    Person.objects.filter(pk__in=keys).update(password=hashed, password_changed_at=at)


def register(person: Person, *, by: Person | None, at: datetime) -> Person:
    """Save a new person with the fact of it; permission is the caller's."""
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            publish(
                PersonCreated(
                    happened_at=at,
                    key=str(person.uuid),
                    by_uuid=str(by.uuid) if by else None,
                    name=person.name,
                    organisation_code=person.organisation.code,
                    is_platform_admin=person.is_platform_admin,
                ),
                at=at,
            )
    except IntegrityError as error:
        raise NameTaken from error
    return person


def change_person(
    *,
    person: Person,
    name: str,
    title: str,
    email: str,
    mobile: str,
    by: Person | None,
    at: datetime,
) -> None:
    """Correct what is known of a person; his administrators may."""
    require_administrator_of(by, person, at=at)
    _change(person, {"name": name, "title": title, "email": email.lower(), "mobile": mobile}, by=by, at=at)


def change_own_profile(*, name: str, title: str, mobile: str, language: str, by: Person, at: datetime) -> None:
    """Correct one's own names, telephone and language; the e-mail address is the administrator's to change."""
    _change(by, {"name": name, "title": title, "mobile": mobile, "language": language}, by=by, at=at)


def _change(person: Person, after: dict[str, str], *, by: Person | None, at: datetime) -> None:
    before = {field: str(getattr(person, field)) for field in after}
    changed = {field for field in after if before[field] != after[field]}
    if not changed:
        return
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**after, name_pinyin=sounds_of(after["name"]))
            publish(
                PersonChanged(
                    happened_at=at,
                    key=str(person.uuid),
                    by_uuid=str(by.uuid) if by else None,
                    before={field: before[field] for field in sorted(changed)},
                    after={field: after[field] for field in sorted(changed)},
                ),
                at=at,
            )
    except IntegrityError as error:
        raise NameTaken from error
    person.refresh_from_db()


def deactivate_person(*, person: Person, reason: str = "", by: Person | None, at: datetime) -> None:
    """Close an account: all its sessions and tokens end at once, and nobody can sign in to it."""
    require_administrator_of(by, person, at=at)
    if by == person:
        raise CannotCloseOwnAccount
    with transaction.atomic():
        if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
            return  # somebody was first
        end_everywhere(person, reason="closed", by=by, at=at)
        revoke_all(person, by=by, at=at)
        publish(
            PersonDeactivated(
                happened_at=at, key=str(person.uuid), by_uuid=str(by.uuid) if by else None, reason=reason
            ),
            at=at,
        )
    person.is_active = False


def reactivate_person(*, person: Person, by: Person | None, at: datetime) -> None:
    """Open a closed account again; sessions and tokens that ended stay ended."""
    require_administrator_of(by, person, at=at)
    with transaction.atomic():
        if not Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
            return  # somebody was first
        publish(
            PersonReactivated(happened_at=at, key=str(person.uuid), by_uuid=str(by.uuid) if by else None),
            at=at,
        )
    person.is_active = True
