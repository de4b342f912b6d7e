"""Units and departments."""

from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.outbox.door import publish
from jishi.refusals.door import Invalid, Refusal
from xieban.directory.actions.permissions import require_administrator, uuid_of
from xieban.directory.events import UnitChanged
from xieban.directory.models import Person, Unit
from xieban.directory.rules import LAST_IN_RANK, UnitKind, is_code, place_under


class UnitNameTaken(Refusal):
    """There is a unit with this code, or a sibling with this name."""


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
