"""Applications: one's own, and each as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jishi.refusals.door import NotThere
from xieban.approvals.models import Leave, Trip
from xieban.approvals.queries.cars import free_vehicles, trip_of
from xieban.approvals.queries.leave import balance
from xieban.approvals.rules import ANNUAL, Balance, Kind
from xieban.directory.models import Person
from xieban.flows import queries as flows
from xieban.flows.models import Instance
from xieban.flows.rules.control import Deed
from xieban.flows.rules.model import Field, FieldKind
from xieban.flows.rules.words import Status

PAGE, PLATE = 20, "plate"
KEYS = [kind.value for kind in Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application in a list: how it stands and whose turn it is."""

    instance: Instance
    status: flows.Look
    turns: tuple[flows.Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What was filled in, field by field, and what goes with it."""

    facts: tuple[tuple[str, str], ...]
    balance: Balance | None
    trip: Trip | None


def form_of(kind: Kind) -> tuple[Field, ...]:
    """Return what is filled in to apply, as the published flow says."""
    return flows.opening_of(kind.value)


def applications_of(
    viewer: Person, *, kind: Kind | None, before: int | None, at: datetime
) -> tuple[list[Application], int | None]:
    """Return a page of what somebody applied for, the newest first, and where the next page begins."""
    found = flows.started_by(viewer, flows=[kind.value] if kind else KEYS)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    shown = [
        Application(
            instance=one,
            status=flows.STATUS_LOOKS[Status(one.status)],
            turns=() if one.ended_at else flows.turns_of(one, at=at),
        )
        for one in rows[:PAGE]
    ]
    return shown, rows[PAGE - 1].pk if len(rows) > PAGE else None


def get_application(viewer: Person, *, uuid: str, at: datetime) -> Instance:
    """Return one application that somebody has or had a part in."""
    instance = flows.get_instance(viewer, uuid=uuid, at=at)
    if instance.version.flow.key not in KEYS:
        raise NotThere
    return instance


def details_of(instance: Instance) -> Details:
    """Return what was filled in with an application so far."""
    person = instance.starter
    leave = Leave.objects.filter(instance=instance).first()
    return Details(
        facts=flows.filled_in(instance),
        balance=balance(person, year=leave.first_day.year) if leave and leave.kind == ANNUAL else None,
        trip=trip_of(instance),
    )


def offer(
    viewer: Person, instance: Instance, deeds: Sequence[Deed], *, nodes: Mapping[int, str], at: datetime
) -> Sequence[Deed]:
    """Let the car be chosen among those that are free in the time of an application."""
    del viewer, nodes, at
    if not any(field.name == PLATE for deed in deeds for field in deed.fields):
        return deeds
    leaves_at, back_at = (datetime.fromisoformat(instance.variables[name]) for name in ("leaves_at", "back_at"))
    plates = tuple(one.plate for one in free_vehicles(leaves_at, back_at, besides=instance))
    return [replace(deed, fields=tuple(_with_plates(one, plates) for one in deed.fields)) for deed in deeds]


def _with_plates(field: Field, plates: tuple[str, ...]) -> Field:
    return replace(field, kind=FieldKind.CHOICE, options=plates) if field.name == PLATE else field
