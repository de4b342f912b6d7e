"""Work of an instance that can be given to somebody else, and where it stands, in words."""

import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jishi.refusals.door import listed
from xieban.administration.queries.instances import get_instance
from xieban.administration.queries.tokens import require_administrator
from xieban.directory.models import Person
from xieban.directory.queries import find_person, persons_by_id
from xieban.flows import queries as flows
from xieban.flows.models import Instance
from xieban.flows.rules.words import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One piece of work that somebody else may be given, or a stay where people may be put."""

    key: str
    verb: Verb
    token: int | None
    seat: int
    place: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One step at which an instance stands, and who could act there."""

    name: str
    people: str


def works_of(viewer: Person, *, uuid: uuids.UUID, at: datetime) -> tuple[Instance, tuple[Work, ...]]:
    """Return an instance and its work that can be given to another; for administrators."""
    require_administrator(viewer)
    instance = get_instance(viewer, uuid=uuid)
    standing = flows.standing_of(viewer, instance, at=at)
    people = persons_by_id(person for one in standing.waiting for person in one.people)
    seats = {one.seat for one in standing.control.of(Verb.TRANSFER)}
    stays = {one.token for one in standing.control.of(Verb.ADD_SIGNER)}
    found = list[Work]()
    for one in standing.waiting:
        names = listed(people[person].name for person in one.people if person in people)
        held = [seat for seat in one.seats if seat in seats]
        found += [
            Work(key=f"seat-{seat}", verb=Verb.TRANSFER, token=None, seat=seat, place=one.name, people=names)
            for seat in held
        ]
        if not held and one.token in stays:
            key = f"stay-{one.token}"
            found.append(Work(key=key, verb=Verb.ADD_SIGNER, token=one.token, seat=0, place=one.name, people=names))
    return instance, tuple(found)


def places_of(picture: Mapping[str, Any]) -> tuple[Place, ...]:
    """Say where an instance stands in a picture of it, by names."""
    return tuple(
        Place(name=one["name"], people=listed(_name(account) for account in one["who_could_act"]))
        for one in picture["standing_at"]
    )


def _name(account: str) -> str:
    person = find_person(account)
    return person.name if person else account
