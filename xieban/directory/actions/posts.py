"""Posts, who holds them, and who is in charge of what."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Refusal
from xieban.directory.actions.permissions import require_administrator, uuid_of
from xieban.directory.events import AppointmentChanged, PostChanged, UnitChanged
from xieban.directory.models import Appointment, Charge, Person, Post, PostRole, Unit
from xieban.directory.rules import LAST_IN_RANK, Role


class PostNameTaken(Refusal):
    """There is a post of this name in the unit."""


class HoldsItAlready(Refusal):
    """This person holds this post already."""


class NobodyIsThere(Refusal):
    """This person's account is closed."""


def create_post(
    *,
    unit: Unit,
    name: str,
    roles: Iterable[Role] = (),
    is_head: bool = False,
    rank: int = LAST_IN_RANK,
    by: Person | None,
    at: datetime,
) -> Post:
    """Make a post, with the roles that it carries."""
    require_administrator(by, unit=unit, at=at)
    carried = list(dict.fromkeys(roles))
    post = Post(unit=unit, name=name, rank=rank, is_head=is_head, created_at=at)
    try:
        with transaction.atomic():
            post.save(force_insert=True)
            PostRole.objects.bulk_create([PostRole(post=post, role=role.value) for role in carried])
            publish(
                PostChanged(
                    happened_at=at,
                    key=str(post.uuid),
                    by_uuid=uuid_of(by),
                    what="created",
                    roles=[role.value for role in carried],
                ),
                at=at,
            )
    except IntegrityError as error:
        raise PostNameTaken from error
    return post


def appoint(*, person: Person, post: Post, by: Person | None, at: datetime) -> Appointment:
    """Let a person take up a post; the first one that he holds is the one under which he is listed."""
    require_administrator(by, unit=post.unit, at=at)
    if not person.is_active:
        raise NobodyIsThere
    has_main = Appointment.objects.filter(person=person, until=None, is_main=True).exists()
    try:
        with transaction.atomic():
            held = Appointment.objects.create(person=person, post=post, is_main=not has_main, since=at)
            publish(
                AppointmentChanged(
                    happened_at=at,
                    key=str(person.uuid),
                    by_uuid=uuid_of(by),
                    post_uuid=str(post.uuid),
                    what="taken up",
                ),
                at=at,
            )
    except IntegrityError as error:
        raise HoldsItAlready from error
    return held


def put_in_charge(*, leader: Person, unit: Unit, by: Person | None, at: datetime) -> None:
    """Put a leader in charge of a unit; whoever was before him no longer is."""
    require_administrator(by, unit=unit, at=at)
    if not leader.is_active:
        raise NobodyIsThere
    with transaction.atomic():
        Charge.objects.filter(unit=unit, until=None, since__lt=at).update(until=at)
        Charge.objects.filter(unit=unit, until=None).delete()  # begun at this very moment: it never counted
        Charge.objects.create(leader=leader, unit=unit, since=at)
        publish(UnitChanged(happened_at=at, key=str(unit.uuid), by_uuid=uuid_of(by), what="leader"), at=at)
