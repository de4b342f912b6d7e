"""Posts, who holds them, and who is in charge of what."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import NotAllowed, Refusal
from xieban.directory.actions.permissions import require_administrator, uuid_of
from xieban.directory.actions.search import let_be_found
from xieban.directory.events import AppointmentChanged, PostChanged, UnitChanged
from xieban.directory.models import Appointment, Charge, Person, Post, PostRole, Unit
from xieban.directory.queries import holding, in_force
from xieban.directory.rules import LAST_IN_RANK, Role


class PostNameTaken(Refusal):
    """There is a post of this name in the unit."""


class HoldsItAlready(Refusal):
    """This person holds this post already."""


class SomebodyHoldsIt(Refusal):
    """Somebody holds this post: let the person lay it down first."""


class OnlyTheWholeDirectorys(NotAllowed):
    """Only an administrator of the whole directory makes administrators."""


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
    require_no_more_than_own(by, {role.value for role in carried})
    post = Post(unit=unit, name=name, rank=rank, is_head=is_head, created_at=at)
    try:
        with transaction.atomic():
            post.save(force_insert=True)
            PostRole.objects.bulk_create([PostRole(post=post, role=role.value) for role in carried])
            _tell_post(post, "created", [role.value for role in carried], by=by, at=at)
    except IntegrityError as error:
        raise PostNameTaken from error
    return post


def appoint(*, person: Person, post: Post, by: Person | None, at: datetime) -> Appointment:
    """Let a person take up a post; the first one that he holds is the one under which he is listed.

    Whoever looks after a branch only may not adopt somebody who holds no post anywhere: he would look after him.
    """
    require_administrator(by, unit=post.unit, at=at)
    require_no_more_than_own(by, set(post.roles.values_list("role", flat=True)))
    is_whole = by is None or by.is_administrator
    if not is_whole and not Appointment.objects.filter(in_force(at), person=person).exists():
        raise NotAllowed
    return take_up(person=person, post=post, by=by, at=at)


def take_up(*, person: Person, post: Post, by: Person | None, at: datetime) -> Appointment:
    """Write an appointment as a part of another action, which has asked for permission."""
    if not person.is_active:
        raise NobodyIsThere
    has_main = Appointment.objects.filter(person=person, until=None, is_main=True).exists()
    try:
        with transaction.atomic():
            held = Appointment.objects.create(person=person, post=post, is_main=not has_main, since=at)
            _tell_appointment(person, post, "taken up", by=by, at=at)
            let_be_found([person], at=at)
    except IntegrityError as error:
        raise HoldsItAlready from error
    return held


def change_post(
    *, post: Post, name: str, roles: Iterable[Role], is_head: bool, rank: int, by: Person | None, at: datetime
) -> None:
    """Rename a post, or let it carry other roles; whoever holds it has them from now on."""
    require_administrator(by, unit=post.unit, at=at)
    carried = {role.value for role in roles}
    require_no_more_than_own(by, carried)
    try:
        with transaction.atomic():
            Post.objects.filter(pk=post.pk).update(name=name, is_head=is_head, rank=rank)
            PostRole.objects.filter(post=post).exclude(role__in=carried).delete()
            there = set(PostRole.objects.filter(post=post).values_list("role", flat=True))
            PostRole.objects.bulk_create([PostRole(post=post, role=role) for role in sorted(carried - there)])
            _tell_post(post, "changed", sorted(carried), by=by, at=at)
            let_be_found([one.person for one in holding(post, at=at)], at=at)
    except IntegrityError as error:
        raise PostNameTaken from error
    post.refresh_from_db()


def close_post(*, post: Post, by: Person | None, at: datetime) -> None:
    """Close a post that nobody holds."""
    require_administrator(by, unit=post.unit, at=at)
    if Appointment.objects.filter(post=post, until=None).exists():
        raise SomebodyHoldsIt
    with transaction.atomic():
        if Post.objects.filter(pk=post.pk, closed_at=None).update(closed_at=at):
            _tell_post(post, "closed", [], by=by, at=at)
    post.refresh_from_db()


def dismiss(*, appointment: Appointment, by: Person | None, at: datetime) -> None:
    """Let a person lay a post down; another one that he holds becomes the one under which he is listed."""
    require_administrator(by, unit=appointment.post.unit, at=at)
    person = appointment.person
    with transaction.atomic():
        if appointment.since >= at:
            Appointment.objects.filter(pk=appointment.pk).delete()
        elif not Appointment.objects.filter(pk=appointment.pk, until=None).update(until=at):
            return  # somebody was first
        still = Appointment.objects.filter(person=person, until=None).order_by("pk")
        if not still.filter(is_main=True).exists():
            Appointment.objects.filter(pk__in=still.values_list("pk", flat=True)[:1]).update(is_main=True)
        _tell_appointment(person, appointment.post, "laid down", by=by, at=at)
        let_be_found([person], at=at)


def require_no_more_than_own(by: Person | None, roles: set[str]) -> None:
    """Let nobody but the whole directory's administrators make administrators."""
    if by is not None and not by.is_administrator and Role.ADMINISTRATOR.value in roles:
        raise OnlyTheWholeDirectorys


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


def _tell_post(post: Post, what: str, roles: list[str], *, by: Person | None, at: datetime) -> None:
    publish(PostChanged(happened_at=at, key=str(post.uuid), by_uuid=uuid_of(by), what=what, roles=roles), at=at)


def _tell_appointment(person: Person, post: Post, what: str, *, by: Person | None, at: datetime) -> None:
    publish(
        AppointmentChanged(
            happened_at=at, key=str(person.uuid), by_uuid=uuid_of(by), post_uuid=str(post.uuid), what=what
        ),
        at=at,
    )
