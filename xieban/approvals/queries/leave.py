"""Leaves that count, what is left of the annual leave, and who is away."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from xieban.approvals.models import Entitlement, Leave
from xieban.approvals.rules import ANNUAL, HALF_DAYS, Balance, balance_of
from xieban.directory.models import Person
from xieban.directory.queries import everybody_here, has_role
from xieban.directory.rules import Role
from xieban.flows.models import Instance
from xieban.flows.rules.words import Status

VOID = (Status.CANCELLED.value, Status.ENDED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementRow:
    """One person, and what he has of annual leave in the year."""

    person: Person
    days: str
    balance: Balance | None


def leaves_of(person: Person) -> QuerySet[Leave]:
    """Return the leaves of a person that count: those that were not called off."""
    return Leave.objects.filter(person=person).exclude(instance__status__in=VOID).select_related("instance")


def balance(person: Person, *, year: int, besides: Instance | None = None) -> Balance | None:
    """Return what a person has left of the annual leave of a year; nothing where nobody has said how much it is."""
    entitled = Entitlement.objects.filter(person=person, year=year).values_list("half_days", flat=True).first()
    taken = leaves_of(person).filter(kind=ANNUAL, first_day__year=year)
    if besides is not None:
        taken = taken.exclude(instance=besides)
    return balance_of(entitled, taken.aggregate(sum=Sum("half_days"))["sum"] or 0)


def may_entitle(person: Person, *, at: datetime) -> bool:
    """Say whether somebody keeps the annual leave of everybody: the registrar, and who looks after all."""
    return person.is_administrator or has_role(person, Role.REGISTRAR, at=at)


def entitlement_rows(viewer: Person, *, year: int, at: datetime) -> list[EntitlementRow] | None:
    """Return everybody with his annual leave of a year; nothing for whoever does not keep it."""
    if not may_entitle(viewer, at=at):
        return None
    entitled = dict(Entitlement.objects.filter(year=year).values_list("person_id", "half_days"))
    taken = dict(
        Leave.objects.filter(kind=ANNUAL, first_day__year=year)
        .exclude(instance__status__in=VOID)
        .order_by()
        .values_list("person_id")
        .annotate(Sum("half_days"))
    )
    return [
        EntitlementRow(
            person=one,
            days=f"{entitled[one.pk] / HALF_DAYS:g}" if one.pk in entitled else "",
            balance=balance_of(entitled.get(one.pk), taken.get(one.pk, 0)),
        )
        for one in everybody_here()
    ]


def away_on(viewer: Person, *, day: date) -> QuerySet[Leave]:
    """Return who is away on a day, by leaves that were granted; colleagues may know that, not why."""
    del viewer
    found = Leave.objects.filter(first_day__lte=day, last_day__gte=day, instance__status=Status.FINISHED.value)
    return found.select_related("person").defer("reason").order_by("person__rank", "person__name_pinyin")
