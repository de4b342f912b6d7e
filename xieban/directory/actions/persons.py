"""Persons and their accounts."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, NotAllowed, Refusal
from xieban.directory.actions.permissions import require_administrator, require_administrator_of, uuid_of
from xieban.directory.actions.posts import require_no_more_than_own, take_up
from xieban.directory.actions.search import let_be_found
from xieban.directory.events import PersonChanged
from xieban.directory.models import Person, Post, Unit
from xieban.directory.rules import LAST_IN_RANK, is_username, sounds_of


class NameTaken(Refusal):
    """This account name, staff number or e-mail address is already in use."""


class NotAnAccountName(Invalid):
    """An account name has 2 to 59 of a-z, 0-9, dot, dash and underscore, and starts with a letter or digit."""


class NotAPostOfThere(Invalid):
    """This post belongs to another unit, or it is closed."""


class PasswordsAreForTheDemo(NotAllowed):
    """Outside the demo nobody sets another person's password: make a link by which the person does."""


def lock_person(person: Person) -> None:
    """Let whoever else decides about the same person wait until the caller's transaction is over."""
    Person.objects.select_for_update().get(pk=person.pk)


def create_person(
    *,
    username: str,
    name: str,
    unit: Unit | None,
    post: Post | None = None,
    staff_number: str = "",
    rank: int = LAST_IN_RANK,
    email: str = "",
    mobile: str = "",
    telephone: str = "",
    room: str = "",
    is_administrator: bool = False,
    by: Person | None,
    at: datetime,
) -> Person:
    """Register somebody for `unit`, in a post of it if named; he sets a password himself, by a link."""
    require_administrator(by, unit=None if is_administrator else unit, at=at)
    if post is not None:
        require_no_more_than_own(by, set(post.roles.values_list("role", flat=True)))
    if post is not None and (post.unit != unit or post.closed_at):
        raise NotAPostOfThere
    if not is_username(username):
        raise NotAnAccountName
    person = Person(
        username=username,
        name=name,
        name_pinyin=sounds_of(name),
        staff_number=staff_number,
        rank=rank,
        email=email.lower(),
        mobile=mobile,
        telephone=telephone,
        room=room,
        is_administrator=is_administrator,
        created_at=at,
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            _tell(person, "created", ["username", "name"], by=by, at=at)
            if post is not None:
                take_up(person=person, post=post, by=by, at=at)
            let_be_found([person], at=at)
    except IntegrityError as error:
        raise NameTaken from error
    return person


def let_all_sign_in(*, persons: Iterable[Person], password: str, at: datetime) -> None:
    """Let the people of the demonstration sign in at once, all by one password."""
    if not settings.DEMO:
        raise PasswordsAreForTheDemo
    Person.objects.filter(pk__in=[one.pk for one in persons]).update(
        password=make_password(password), password_changed_at=at
    )


def change_person(
    *,
    person: Person,
    name: str,
    staff_number: str,
    rank: int,
    email: str,
    mobile: str,
    telephone: str,
    room: str,
    by: Person | None,
    at: datetime,
) -> None:
    """Correct what is known of a person; whoever looks after him may."""
    require_administrator_of(by, person, at=at)
    after: dict[str, str | int] = {"name": name, "staff_number": staff_number, "rank": rank, "email": email.lower()}
    change(person, after | {"mobile": mobile, "telephone": telephone, "room": room}, by=by, at=at)


def change_own_profile(*, mobile: str, telephone: str, room: str, language: str, by: Person, at: datetime) -> None:
    """Correct how one is reached and in which language; the rest is the administrator's to change."""
    change(by, {"mobile": mobile, "telephone": telephone, "room": room, "language": language}, by=by, at=at)


def change(person: Person, after: dict[str, str | int], *, by: Person | None, at: datetime) -> None:
    """Write the fields that differ, with the fact of it; permission is the caller's."""
    changed = sorted(field for field, value in after.items() if getattr(person, field) != value)
    if not changed:
        return
    values = {field: after[field] for field in changed}
    if "name" in values:
        values["name_pinyin"] = sounds_of(str(values["name"]))
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**values)
            _tell(person, "changed", changed, by=by, at=at)
            person.refresh_from_db()
            let_be_found([person], at=at)
    except IntegrityError as error:
        raise NameTaken from error


def _tell(person: Person, what: str, fields: list[str], *, by: Person | None, at: datetime) -> None:
    publish(
        PersonChanged(happened_at=at, key=str(person.uuid), by_uuid=uuid_of(by), what=what, fields=fields), at=at
    )
