"""Rosters for tests: everybody's tier staffed by one person, hand-over at nine in Beijing."""

from datetime import date, datetime, time

from conftest import LONG_AGO, NOON, Cast, give_second_factor
from zhishou.contracts.rules import Level
from zhishou.duty import actions, models
from zhishou.duty.rules import Layer, Unit
from zhishou.people.models import Engagement, Person, RoleGrant
from zhishou.people.rules import Role, Tier


def rotation(
    *persons: Person,
    unit: Unit = Unit.DAYS,
    length: int = 1,
    starts_on: date = date(2022, 12, 1),
    hand_over: time = time(9),
) -> Layer:
    return Layer(
        name="轮值",
        order=tuple(person.pk for person in persons),
        unit=unit,
        length=length,
        starts_on=starts_on,
        hand_over=hand_over,
    )


def make_roster(cast: Cast, tier: Tier, *persons: Person, at: datetime = LONG_AGO) -> models.Roster:
    """Put these persons on a tier in daily turns, in force from `at`."""
    version = actions.set_roster(
        engagement=cast.engagement,
        tier=tier,
        layers=[rotation(*persons)],
        effective_from=None,
        by=cast.manager,
        at=at,
    )
    return version.roster


def staff(cast: Cast, *, without: frozenset[Tier] = frozenset()) -> None:
    """Put the one holder of each role on its tier."""
    for tier in set(Tier) - without:
        make_roster(cast, tier, getattr(cast, tier.value))


def begin(
    cast: Cast, level: Level = Level.SEVERE, key: str = "T-1", *, title: str = "公文系统打不开", at: datetime = NOON
) -> models.LadderRun:
    """Begin to call people about a ticket."""
    return actions.start_ladder(
        engagement=cast.engagement,
        level=level,
        about_kind="ticket",
        about_key=key,
        title=title,
        link=f"/c/red-cross/tickets/{key}/",
        process="desk",
        at=at,
    )


def make_colleague(name: str, role: Role, engagement: Engagement) -> Person:
    person = Person.objects.create(
        username=name, name=name.title(), organisation=engagement.vendor, created_at=LONG_AGO
    )
    RoleGrant.objects.create(person=person, engagement=engagement, role=role, since=LONG_AGO)
    give_second_factor(person)
    return person
