"""The office's cars, and when they are promised."""

import uuid as uuids
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from jishi.refusals.door import NotThere
from xieban.approvals.models import Trip, TripSlot, Vehicle
from xieban.approvals.rules import slots_of
from xieban.directory.models import Person
from xieban.directory.queries import has_role
from xieban.directory.rules import Role
from xieban.flows.models import Instance
from xieban.flows.queries import open_fields
from xieban.flows.rules.words import Status

DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class CarDay:
    """One car over the days shown: the trips of each day."""

    vehicle: Vehicle
    days: tuple[tuple[date, tuple[Trip, ...]], ...]


def vehicles(viewer: Person) -> QuerySet[Vehicle]:
    """Return the cars that can be promised."""
    del viewer
    return Vehicle.objects.filter(retired_at=None)


def get_vehicle(viewer: Person, *, uuid: str) -> Vehicle:
    """Return one car."""
    try:
        found = vehicles(viewer).filter(uuid=uuids.UUID(str(uuid))).first()
    except ValueError as error:
        raise NotThere from error
    if found is None:
        raise NotThere
    return found


def vehicle_with_plate(plate: str) -> Vehicle | None:
    """Return the car with a plate that can be promised."""
    return Vehicle.objects.filter(plate=plate, retired_at=None).first()


def free_vehicles(leaves_at: datetime, back_at: datetime, *, besides: Instance) -> list[Vehicle]:
    """Return the cars that nobody was promised in that time."""
    taken = TripSlot.objects.filter(starts_at__in=list(slots_of(leaves_at, back_at))).exclude(
        trip__instance=besides
    )
    return list(Vehicle.objects.filter(retired_at=None).exclude(pk__in=taken.values("vehicle")))


def may_keep_cars(person: Person, *, at: datetime) -> bool:
    """Say whether somebody keeps the cars: the head of the office, and who looks after all."""
    return person.is_administrator or has_role(person, Role.OFFICE_HEAD, at=at)


def still_promised(instance: Instance) -> bool:
    """Say whether an application still has its car: it is on its way or came to its end, and was not sent back."""
    if instance.status == Status.FINISHED:
        return True
    filled = {field.name for field in open_fields(instance)}
    return instance.ended_at is None and not filled & {"plate", "leaves_at"} and "mileage" in filled


def trip_of(instance: Instance) -> Trip | None:
    """Return the car that an application was promised."""
    return Trip.objects.filter(instance=instance).select_related("vehicle").first()


def car_days(viewer: Person, *, first: date) -> list[CarDay]:
    """Return every car with its trips over a week."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(first, time(), tzinfo=zone)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    trips = Trip.objects.filter(leaves_at__lt=start + timedelta(days=DAYS), back_at__gt=start)
    of: dict[tuple[int, date], list[Trip]] = {}
    for trip in trips.select_related("instance__starter"):
        for day in days:
            begins = datetime.combine(day, time(), tzinfo=zone)
            if trip.leaves_at < begins + timedelta(days=1) and begins < trip.back_at:
                of.setdefault((trip.vehicle_id, day), []).append(trip)
    return [
        CarDay(vehicle=one, days=tuple((day, tuple(of.get((one.pk, day), ()))) for day in days))
        for one in vehicles(viewer)
    ]
