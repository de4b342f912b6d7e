"""Units and departments."""

from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from xieban.directory.actions.permissions import require_administrator, uuid_of
from xieban.directory.events import UnitChanged
from xieban.directory.models import Appointment, Charge, Person, Post, Unit
from xieban.directory.rules import LAST_IN_RANK, UnitKind, is_code, place_under


class UnitNameTaken(Refusal):
    """There is a unit with this code, or a sibling with this name."""


class UnderItself(Invalid):
    """A unit cannot lie under itself, nor under one of its own."""


class NotEmpty(Refusal):
    """Somebody still works here, or there are departments under it: move them first."""


class NotACode(Invalid):
    """A code has up to 40 small letters, digits or dashes."""


class DepartmentOfNothing(Invalid):
    """A department belongs to a unit: say to which."""


def create_unit(
    *,
    code: str,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    short_name: str = "",
    rank: int = LAST_IN_RANK,
    by: Person | None,
    at: datetime,
) -> Unit:
    """Put a unit or department into the tree."""
    require_administrator(by, unit=parent, at=at)
    if not is_code(code):
        raise NotACode
    if parent is None and kind == UnitKind.DEPARTMENT:
        raise DepartmentOfNothing
    unit = Unit(
        code=code, name=name, short_name=short_name, kind=kind.value, parent=parent, rank=rank, created_at=at
    )
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
            unit.place = place_under(parent.place if parent else "", rank=rank, key=unit.pk)
            Unit.objects.filter(pk=unit.pk).update(place=unit.place)
            publish(UnitChanged(happened_at=at, key=str(unit.uuid), by_uuid=uuid_of(by), what="created"), at=at)
    except IntegrityError as error:
        raise UnitNameTaken from error
    return unit


def change_unit(
    *, unit: Unit, name: str, short_name: str, parent: Unit | None, rank: int, by: Person | None, at: datetime
) -> None:
    """Rename or move a unit or department; everything under it moves along."""
    for one in filter(None, (unit, parent)):
        one.refresh_from_db()  # somebody may have moved it since it was read
    require_administrator(by, unit=unit, at=at)
    if parent != unit.parent:
        require_administrator(by, unit=parent, at=at)
    if parent is None and unit.kind == UnitKind.DEPARTMENT:
        raise DepartmentOfNothing
    if parent is not None and parent.place.startswith(unit.place):
        raise UnderItself
    place = place_under(parent.place if parent else "", rank=rank, key=unit.pk)
    try:
        with transaction.atomic():
            under = list(Unit.objects.filter(place__startswith=unit.place).exclude(pk=unit.pk))
            for one in under:
                one.place = place + one.place.removeprefix(unit.place)
            Unit.objects.bulk_update(under, ["place"])
            Unit.objects.filter(pk=unit.pk).update(
                name=name, short_name=short_name, parent=parent, rank=rank, place=place
            )
            publish(UnitChanged(happened_at=at, key=str(unit.uuid), by_uuid=uuid_of(by), what="changed"), at=at)
    except IntegrityError as error:
        raise UnitNameTaken from error
    unit.refresh_from_db()


def close_unit(*, unit: Unit, by: Person | None, at: datetime) -> None:
    """Close a unit or department in which nobody works any more; what happened in it stays."""
    require_administrator(by, unit=unit, at=at)
    if Unit.objects.filter(parent=unit, closed_at=None).exists():
        raise NotEmpty
    if Appointment.objects.filter(post__unit=unit, until=None).exists():
        raise NotEmpty
    with transaction.atomic():
        if Unit.objects.filter(pk=unit.pk, closed_at=None).update(closed_at=at):
            Post.objects.filter(unit=unit, closed_at=None).update(closed_at=at)
            Charge.objects.filter(unit=unit, until=None, since__lt=at).update(until=at)
            publish(UnitChanged(happened_at=at, key=str(unit.uuid), by_uuid=uuid_of(by), what="closed"), at=at)
    unit.refresh_from_db()
