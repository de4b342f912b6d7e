"""Cars: registered, promised without overlap, freed again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from jishi.refusals.door import Invalid, NotAllowed, Refusal
from xieban.approvals.models import Trip, TripSlot, Vehicle
from xieban.approvals.queries.cars import get_vehicle, may_keep_cars, still_promised, vehicle_with_plate
from xieban.approvals.rules import LONGEST_TRIP, is_count, slots_of
from xieban.directory.models import Person
from xieban.flows.models import Instance
from xieban.flows.rules.expressions import Value

MOST_SEATS = 100


class BackBeforeLeaving(Invalid):
    """The time of return must lie after that of departure."""


class TripTooLong(Invalid):
    """A car is lent for fourteen days at most."""


class NoSuchVehicle(Invalid):
    """There is no such car any more. Choose another."""


class CarIsTaken(Refusal):
    """%(plate)s is promised to somebody else at that time. Choose another car."""


class PlateIsKnown(Refusal):
    """There is a car with this plate already."""


class NoSuchSeats(Invalid):
    """A car has a plate, and between 1 and 100 seats."""


class NoSuchPassengers(Invalid):
    """How many go along is a whole number between 1 and 100."""


class NoSuchMileage(Invalid):
    """The mileage is the kilometres of this trip, and not less than 0."""


def check_trip(values: Mapping[str, Value]) -> None:
    """Refuse a trip that ends before it begins, or lasts too long, or on which nobody goes."""
    leaves_at, back_at = (datetime.fromisoformat(str(values[name])) for name in ("leaves_at", "back_at"))
    if back_at <= leaves_at:
        raise BackBeforeLeaving
    if back_at - leaves_at > LONGEST_TRIP:
        raise TripTooLong
    if not is_count(values.get("passengers"), most=MOST_SEATS):
        raise NoSuchPassengers


def check_return(values: Mapping[str, Value]) -> None:
    """Refuse a trip that went backwards."""
    if isinstance(values["mileage"], int | float) and values["mileage"] < 0:
        raise NoSuchMileage


def promise(instance: Instance, *, plate: str) -> Trip:
    """Promise a car to an application; the database refuses a half hour that is promised already."""
    vehicle = vehicle_with_plate(plate)
    if vehicle is None:
        raise NoSuchVehicle
    leaves_at, back_at = (datetime.fromisoformat(instance.variables[name]) for name in ("leaves_at", "back_at"))
    Trip.objects.filter(instance=instance).delete()
    try:
        with transaction.atomic():
            trip = Trip.objects.create(instance=instance, vehicle=vehicle, leaves_at=leaves_at, back_at=back_at)
            TripSlot.objects.bulk_create(
                TripSlot(trip=trip, vehicle=vehicle, starts_at=one) for one in slots_of(leaves_at, back_at)
            )
    except IntegrityError as error:
        raise CarIsTaken(plate=plate) from error
    return trip


def keep_or_free(*, instance: Instance) -> None:
    """Free the car of an application that was called off, returned or moved before the car was given."""
    if not still_promised(instance):
        Trip.objects.filter(instance=instance).delete()


def register_vehicle(*, plate: str, name: str, seats: int, by: Person, at: datetime) -> Vehicle:
    """Register a car of the office."""
    if not may_keep_cars(by, at=at):
        raise NotAllowed
    if not plate.strip() or not 1 <= seats <= MOST_SEATS:
        raise NoSuchSeats
    try:
        with transaction.atomic():
            return Vehicle.objects.create(plate=plate.strip(), name=name.strip(), seats=seats)
    except IntegrityError as error:
        raise PlateIsKnown from error


def retire_vehicle(*, uuid: str, by: Person, at: datetime) -> None:
    """Let nobody be promised a car any more; what is promised stays."""
    if not may_keep_cars(by, at=at):
        raise NotAllowed
    vehicle = get_vehicle(by, uuid=uuid)
    Vehicle.objects.filter(pk=vehicle.pk, retired_at=None).update(retired_at=at)
