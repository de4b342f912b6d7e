"""Fills an empty deployment with the demonstration: one public body with its people in their posts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from jishi.deployment.door import Demonstration
from xieban.config.cast import BODY, PARTS, ROOMS
from xieban.config.greeting import accounts
from xieban.directory import actions, queries
from xieban.directory.models import Person, Unit
from xieban.flows.actions import load_definitions

HERE_SINCE = timedelta(days=400)


def seed(*, at: datetime) -> bool:
    """Make everything once; return whether it was made now. Where there are people already, nothing is."""
    if is_seeded():
        return False
    with transaction.atomic():
        since = at - HERE_SINCE
        units: dict[str, Unit] = {}
        for rank, room in enumerate(ROOMS):
            units[room.code] = actions.create_unit(
                code=room.code,
                name=room.name,
                kind=room.kind,
                parent=units.get(room.parent),
                rank=rank,
                by=None,
                at=since,
            )
        people = _people(units, at=since)
        for room in ROOMS:
            if room.leader:
                actions.put_in_charge(leader=people[room.leader], unit=units[room.code], by=None, at=since)
        load_definitions(at=since)
    return True


def _people(units: dict[str, Unit], *, at: datetime) -> dict[str, Person]:
    people = {}
    for rank, part in enumerate(PARTS, start=1):
        unit = units[part.unit]
        person = actions.create_person(
            username=part.username,
            name=part.name,
            unit=unit,
            password=settings.DEMO_PASSWORD,
            rank=rank,
            email=f"{part.username}@{BODY}.example",
            telephone=part.telephone,
            room=part.room,
            is_administrator=part.is_administrator,
            by=None,
            at=at,
        )
        post = actions.create_post(
            unit=unit, name=part.post, roles=part.roles, is_head=part.is_head, rank=rank, by=None, at=at
        )
        actions.appoint(person=person, post=post, by=None, at=at)
        people[part.username] = person
    return people


def is_seeded() -> bool:
    """Whether the demonstration's people are here."""
    return queries.find_person(PARTS[0].username) is not None


DEMONSTRATION = Demonstration(seed=seed, is_seeded=is_seeded, accounts=accounts)
