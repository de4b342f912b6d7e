"""The tree of units and departments."""

from collections.abc import Iterable

from django.db.models import QuerySet

from jishi.refusals.door import NotThere
from xieban.directory.models import Person, Unit
from xieban.directory.rules import UnitKind


def open_units(viewer: Person) -> QuerySet[Unit]:
    """Return every open unit and department in the order of precedence, parents before children."""
    del viewer  # the tree is known to everybody who is signed in
    return Unit.objects.filter(closed_at=None)


def open_departments() -> QuerySet[Unit]:
    """Return every open department, for whoever chooses some."""
    return Unit.objects.filter(closed_at=None, kind=UnitKind.DEPARTMENT.value)


def get_unit(viewer: Person, *, code: str) -> Unit:
    """Return one open unit or department."""
    unit = open_units(viewer).filter(code=code).first()
    if unit is None:
        raise NotThere
    return unit


def unit_of_event(*, uuid: str) -> Unit | None:
    """Return the unit that an event names, a closed one too; for background work, where nobody is looking."""
    return Unit.objects.filter(uuid=uuid).first()


def units_by_id(ids: Iterable[int]) -> list[Unit]:
    """Return units and departments by their ids, closed ones too, in the order of precedence."""
    return list(Unit.objects.filter(pk__in=list(ids)))


def branch(unit: Unit) -> QuerySet[Unit]:
    """Return the unit and every open one under it."""
    return Unit.objects.filter(place__startswith=unit.place, closed_at=None)


def root_of(unit: Unit) -> Unit:
    """Return the unit (单位) to which a department belongs; a unit belongs to itself."""
    while unit.kind != UnitKind.UNIT and unit.parent is not None:
        unit = unit.parent
    return unit
